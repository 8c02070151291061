embed_migrations::embed_migrations!(allow = [drop-table]);
