pub mod migrations {
    embed_migrations::embed_migrations!();
}

pub fn latest() -> Option<migrations::Version> {
    migrations::MIGRATIONS.latest()
}

pub fn first() -> migrations::Version {
    migrations::Version::Init
}

pub fn tables() -> usize {
    migrations::SCHEMA.tables().len()
}
