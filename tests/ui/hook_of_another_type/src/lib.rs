mod argument {
    embed_migrations::embed_migrations!(hooks = { AddSlug => super::takes_a_connection });
}
mod error {
    embed_migrations::embed_migrations!(hooks = { AddSlug => super::gives_a_number });
}
mod result {
    embed_migrations::embed_migrations!(hooks = { AddSlug => super::gives_nothing });
}
mod missing {
    embed_migrations::embed_migrations!(hooks = { AddSlug => super::takes_a_hok });
}

fn takes_a_connection(_: &rusqlite::Connection) -> rusqlite::Result<()> {
    Ok(())
}

fn gives_a_number(_: &embed_migrations::Hook<'_>) -> Result<(), u8> {
    Err(1)
}

fn gives_nothing(_: &embed_migrations::Hook<'_>) {}

pub fn takes_a_hook(_: &embed_migrations::Hook<'_>) -> rusqlite::Result<()> {
    Ok(())
}
