embed_migrations::embed_migrations!(hooks = { AddSlug => slugs, Compact => slugs });

fn slugs(_: &embed_migrations::Hook<'_>) -> rusqlite::Result<()> {
    Ok(())
}
