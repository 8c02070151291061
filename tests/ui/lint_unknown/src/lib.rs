embed_migrations::embed_migrations!(allow = [readers, drop_tables]);
