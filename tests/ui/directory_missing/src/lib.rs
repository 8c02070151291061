pub mod migrations {
    embed_migrations::embed_migrations!("db/migrations");
}

pub fn latest() -> Option<migrations::Version> {
    migrations::MIGRATIONS.latest()
}
