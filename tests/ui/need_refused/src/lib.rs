mod itself {
    embed_migrations::embed_migrations!(needs = { auth = 1, users = 3 }, set = "users");
}
mod twice {
    embed_migrations::embed_migrations!(needs = { auth = 1, "auth" = 3 });
}
mod negative {
    embed_migrations::embed_migrations!(needs = { auth = -1 });
}
mod huge {
    embed_migrations::embed_migrations!(needs = { auth = 9223372036854775808 });
}
mod text {
    embed_migrations::embed_migrations!(needs = { auth = "3" });
}
mod arrow {
    embed_migrations::embed_migrations!(needs = { auth => 3 });
}
mod hyphen {
    embed_migrations::embed_migrations!(needs = { my-library = 3 });
}
mod alone {
    embed_migrations::embed_migrations!(needs = auth);
}
mod without_a_version {
    embed_migrations::embed_migrations!(needs = { auth });
}
