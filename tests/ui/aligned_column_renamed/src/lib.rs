#![allow(dead_code, missing_docs)]

mod migrations {
    embed_migrations::embed_migrations!();
}

#[derive(embed_migrations::Aligned)]
#[aligned(migrations::SCHEMA, table = "user", partial)]
struct User {
    id: i64,
    nick_name: Option<String>,
}
