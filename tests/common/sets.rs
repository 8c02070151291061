//! Sets that differ from `notes` in one thing each, and one with many steps.

pub(crate) mod notes {
    embed!("tests/sets/notes", set = "notes");
}
pub(crate) mod notes_edited {
    embed!("tests/sets/notes_edited", set = "notes");
}
pub(crate) mod notes_inserted {
    embed!("tests/sets/notes_inserted", set = "notes");
}
pub(crate) mod notes_missing {
    embed!("tests/sets/notes_missing", set = "notes");
}
pub(crate) mod notes_newer {
    embed!("tests/sets/notes_newer", set = "notes");
}
pub(crate) mod steps {
    embed!("tests/sets/steps", set = "steps");
}
