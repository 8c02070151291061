//! Sets that differ from `notes` in one thing each, and one with many steps.

pub(crate) mod notes {
    embed_migrations::embed_migrations!("tests/sets/notes", set = "notes");
}
pub(crate) mod notes_edited {
    embed_migrations::embed_migrations!("tests/sets/notes_edited", set = "notes");
}
pub(crate) mod notes_inserted {
    embed_migrations::embed_migrations!("tests/sets/notes_inserted", set = "notes");
}
pub(crate) mod notes_missing {
    embed_migrations::embed_migrations!("tests/sets/notes_missing", set = "notes");
}
pub(crate) mod notes_newer {
    embed_migrations::embed_migrations!("tests/sets/notes_newer", set = "notes");
}
pub(crate) mod steps {
    embed_migrations::embed_migrations!("tests/sets/steps", set = "steps");
}
