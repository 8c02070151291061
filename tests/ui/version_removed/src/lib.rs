embed_migrations::embed_migrations!();

pub fn migrate(db: &mut rusqlite::Connection) -> Result<embed_migrations::Report, embed_migrations::Error> {
    MIGRATIONS.apply_to(db, Version::AddEmail)
}
