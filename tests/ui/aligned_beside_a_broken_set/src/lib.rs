#![allow(dead_code, missing_docs)]

mod migrations {
    embed_migrations::embed_migrations!();
}

#[derive(embed_migrations::Aligned)]
#[aligned(migrations::SCHEMA, table = "user")]
struct User {
    id: i64,
    email: String,
}
