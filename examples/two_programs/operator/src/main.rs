//! The operator's tool for the database of the shop: `operator up --database shop.db`.

use std::process::ExitCode;

fn main() -> ExitCode {
    embed_migrations::cli::main(&schema::MIGRATIONS)
}
