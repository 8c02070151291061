mod migrations {
    embed_migrations::embed_migrations!(
        hooks = {
            AddSlug => super::slugs,
            AddSlug => super::more,
        }
    );
}

fn slugs(_: &embed_migrations::Hook<'_>) -> rusqlite::Result<()> {
    Ok(())
}

fn more(_: &embed_migrations::Hook<'_>) -> rusqlite::Result<()> {
    Ok(())
}

pub fn latest() -> Option<migrations::Version> {
    migrations::MIGRATIONS.latest()
}
