pub mod users {
    embed_migrations::embed_migrations!("migrations/users", set = "users");
}

pub mod posts {
    embed_migrations::embed_migrations!("migrations/posts", set = "posts");
}

pub fn migrate(db: &mut rusqlite::Connection) -> Result<embed_migrations::Report, embed_migrations::Error> {
    users::MIGRATIONS.apply_to(db, posts::Version::Init)
}
