//! A shop whose two libraries keep their tables in the same file as the application: three sets, one database.
//!
//! ```sh
//! cargo run --example library -- sell ann@example.org tea --database shop.db
//! cargo run --example library -- migrate status --database shop.db
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program prints")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use embed_migrations::cli;
use rusqlite::Connection;

/// Each of these would be a crate of its own, with the directory beside its Cargo.toml.
mod auth {
    embed_migrations::embed_migrations!("examples/library/auth", set = "auth");
}
mod billing {
    // Invoices are of accounts: without these, the library does not work.
    embed_migrations::embed_migrations!("examples/library/billing", set = "billing", needs = { auth = 1 });
}
mod shop {
    embed_migrations::embed_migrations!("examples/library/shop", set = "shop");
}

/// Sells from a shop.
#[derive(Parser)]
enum Shop {
    /// Sells a product to a customer
    Sell {
        customer: String,
        product: String,
        #[arg(long)]
        database: PathBuf,
    },
    /// Looks after the database
    Migrate(cli::Arguments),
}

fn main() -> ExitCode {
    match Shop::parse() {
        // In any order: what others need comes first.
        Shop::Migrate(arguments) => {
            cli::Tool::new((&billing::MIGRATIONS, &shop::MIGRATIONS, &auth::MIGRATIONS)).run(arguments)
        }
        Shop::Sell { customer, product, database } => match sell(&customer, &product, &database) {
            Ok(cents) => {
                println!("{product} for {}.{:02}", cents / 100, cents % 100);
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("shop: {error}");
                ExitCode::FAILURE
            }
        },
    }
}

/// What a start of the program does: each library brings its own tables up to date.
fn open(database: &Path) -> Result<Connection, Box<dyn Error>> {
    let mut db = Connection::open(database)?;
    auth::MIGRATIONS.apply(&mut db)?;
    billing::MIGRATIONS.apply(&mut db)?;
    shop::MIGRATIONS.apply(&mut db)?;
    Ok(db)
}

fn sell(customer: &str, product: &str, database: &Path) -> Result<i64, Box<dyn Error>> {
    let mut db = open(database)?;
    let sale = db.transaction()?;
    let cents: i64 = sale
        .query_row("SELECT cents FROM product WHERE name = ?1", [product], |row| row.get(0))
        .map_err(|_| format!("there is no product `{product}`"))?;
    sale.execute("INSERT INTO auth_account (email) VALUES (?1) ON CONFLICT (email) DO NOTHING", [customer])?;
    let account: i64 =
        sale.query_row("SELECT id FROM auth_account WHERE email = ?1", [customer], |row| row.get(0))?;
    sale.execute("INSERT INTO billing_invoice (account, cents) VALUES (?1, ?2)", [account, cents])?;
    sale.commit()?;
    Ok(cents)
}
