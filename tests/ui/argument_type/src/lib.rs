embed_migrations::embed_migrations!(
    set = "users",
    locked = "yes",
    trusted_through = true,
);
