embed_migrations::embed_migrations!();
