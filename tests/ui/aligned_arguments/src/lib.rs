#![allow(dead_code, missing_docs)]

mod migrations {
    embed_migrations::embed_migrations!();
}

#[derive(embed_migrations::Aligned)]
struct Nothing {
    id: i64,
}

#[derive(embed_migrations::Aligned)]
#[aligned(migrations::SCHEMA, table = "user", name = "user")]
struct Unknown {
    id: i64,
}

#[derive(embed_migrations::Aligned)]
#[aligned(migrations::SCHEMA, table = "users")]
struct Misspelt {
    id: i64,
}

#[derive(embed_migrations::Aligned)]
#[aligned(migrations::SCHEMA, table = "user")]
struct Tuple(i64);
