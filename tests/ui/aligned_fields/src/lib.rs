#![allow(dead_code, missing_docs)]

mod migrations {
    embed_migrations::embed_migrations!();
}

#[derive(embed_migrations::Aligned)]
#[aligned(migrations::SCHEMA, table = "user")]
struct User {
    id: Option<i64>,
    mail: String,
    nick_name: String,
    born: Option<Vec<u8>>,
    balance: i64,
}
