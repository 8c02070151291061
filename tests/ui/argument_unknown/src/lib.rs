embed_migrations::embed_migrations!("migrations", sett = "users");

pub fn latest() -> Option<Version> {
    MIGRATIONS.latest()
}
