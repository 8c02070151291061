pub fn count() -> usize {
    embed_migrations::embed_migrations!();
    MIGRATIONS.migrations().len()
}

pub fn latest() -> Option<i64> {
    let set = embed_migrations::embed_migrations!();
    set.latest()
}
