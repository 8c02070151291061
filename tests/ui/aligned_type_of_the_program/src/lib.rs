#![allow(dead_code, missing_docs)]

mod migrations {
    embed_migrations::embed_migrations!();
}

struct Email(String);

#[derive(embed_migrations::Aligned)]
#[aligned(migrations::SCHEMA, table = "user", partial)]
struct User {
    email: Email,
}
