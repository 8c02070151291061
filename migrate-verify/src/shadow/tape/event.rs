//! What statements do, in the words of the authorizer.

use migrate_runtime::__private::schema::Kind;
use rusqlite::hooks::{AuthAction, AuthContext};

/// What a statement does to the schema or to a table's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// An object of this name comes into being.
    Creates(String),
    /// An object of this name goes.
    Drops(String),
    /// A table is altered, perhaps renamed.
    Alters(String),
    /// Rows are inserted, updated or deleted.
    Writes(Write),
}

/// What is written, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Write {
    pub(crate) table: String,
    pub(crate) how: How,
    /// Whether the statement itself does it, and not a trigger that it fires or a foreign key.
    pub(crate) is_direct: bool,
}

/// How rows are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Insert,
    /// The column that is set.
    Update(String),
    Delete,
}

impl Event {
    /// The table whose rows it writes.
    pub(crate) fn written(&self) -> Option<&str> {
        match self {
            Self::Writes(write) => Some(&write.table),
            _ => None,
        }
    }

    /// What it makes.
    pub(crate) fn made(&self) -> Option<&str> {
        match self {
            Self::Creates(name) => Some(name),
            _ => None,
        }
    }

    /// What it drops.
    pub(crate) fn dropped(&self) -> Option<&str> {
        match self {
            Self::Drops(name) => Some(name),
            _ => None,
        }
    }
}

/// What the authorizer is asked about, if it is an event.
pub(super) fn event(context: &AuthContext<'_>) -> Option<Event> {
    let name = |name: &str| name.to_owned();
    match context.action {
        AuthAction::CreateTable { table_name } | AuthAction::CreateVtable { table_name, .. } => {
            Some(Event::Creates(name(table_name)))
        }
        AuthAction::CreateIndex { index_name, .. } => Some(Event::Creates(name(index_name))),
        AuthAction::CreateView { view_name } => Some(Event::Creates(name(view_name))),
        AuthAction::CreateTrigger { trigger_name, .. } => Some(Event::Creates(name(trigger_name))),
        AuthAction::DropTable { table_name } | AuthAction::DropVtable { table_name, .. } => {
            Some(Event::Drops(name(table_name)))
        }
        AuthAction::DropIndex { index_name, .. } => Some(Event::Drops(name(index_name))),
        AuthAction::DropView { view_name } => Some(Event::Drops(name(view_name))),
        AuthAction::DropTrigger { trigger_name, .. } => Some(Event::Drops(name(trigger_name))),
        AuthAction::AlterTable { table_name, .. } => Some(Event::Alters(name(table_name))),
        AuthAction::Insert { table_name } => write(context, table_name, How::Insert),
        AuthAction::Update { table_name, column_name } => {
            write(context, table_name, How::Update(name(column_name)))
        }
        AuthAction::Delete { table_name } => write(context, table_name, How::Delete),
        _ => None,
    }
}

fn write(context: &AuthContext<'_>, table: &str, how: How) -> Option<Event> {
    let is_direct = context.accessor.is_none();
    (!table.starts_with("sqlite_")).then(|| Event::Writes(Write { table: table.to_owned(), how, is_direct }))
}

/// The kind of object that is made or dropped.
pub(super) fn kind(action: &AuthAction<'_>) -> Option<Kind> {
    match action {
        AuthAction::CreateTable { .. }
        | AuthAction::CreateVtable { .. }
        | AuthAction::DropTable { .. }
        | AuthAction::DropVtable { .. } => Some(Kind::Table),
        AuthAction::CreateIndex { .. } | AuthAction::DropIndex { .. } => Some(Kind::Index),
        AuthAction::CreateView { .. } | AuthAction::DropView { .. } => Some(Kind::View),
        AuthAction::CreateTrigger { .. } | AuthAction::DropTrigger { .. } => Some(Kind::Trigger),
        _ => None,
    }
}
