embed_migrations::embed_migrations!(deny = [drop_table]);
