embed_migrations::embed_migrations!("migrations" set = "users");
