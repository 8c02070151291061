embed_migrations::embed_migrations!(hooks = { AddSlugs => slugs, Init => slugs, Zebra => slugs, });

fn slugs(_: &embed_migrations::Hook<'_>) -> rusqlite::Result<()> {
    Ok(())
}
