//! The operator's tool for the shop of `examples/two_programs`, whose service cannot migrate.
//!
//! ```sh
//! cargo run --example operator -- up --database shop.db
//! cargo run --example operator -- status --database shop.db
//! cargo run --example operator -- --help
//! ```

use std::process::ExitCode;

mod migrations {
    // In a workspace, this module is a library that the service uses, too.
    embed_migrations::embed_migrations!("examples/two_programs/schema/migrations", set = "shop");
}

fn main() -> ExitCode {
    embed_migrations::cli::main(&migrations::MIGRATIONS)
}
