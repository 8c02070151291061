//! `cargo migrate`: writes the migrations of a package, and checks them as its build does. See `docs/cargo-migrate.md`.

use std::process::ExitCode;

fn main() -> ExitCode {
    migrate_cargo::main()
}
