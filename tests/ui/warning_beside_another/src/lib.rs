pub mod migrations {
    embed_migrations::embed_migrations!();
}
