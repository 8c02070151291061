//! The columns of a table, through what ALTER TABLE does to them.

use migrate_runtime::__private::schema::Kind;
use migrate_runtime::{Column, Table};

use crate::shadow::objects::Origin;
use crate::shadow::story::Alteration;
use crate::shadow::story::{Chapter, Deed};
use crate::shadow::tape::{Event, How};

/// A column that the table had before the migration.
pub(crate) struct Altered {
    /// Its name before the migration.
    pub(crate) was: String,
    /// Its name after it, or when the column or its table is dropped.
    pub(crate) now: String,
    /// The ALTER TABLE that drops it.
    pub(crate) dropped: Option<Origin>,
    /// Whether a statement that writes rows has read it until then.
    pub(crate) is_read: bool,
}

/// What has become of the columns of a table, for as long as it is there.
pub(crate) fn altered(chapter: &Chapter, before: &Table) -> Vec<Altered> {
    let mut table = before.name().to_owned();
    let name = |column: &Column| column.name().to_owned();
    let mut columns: Vec<Altered> = before
        .columns()
        .iter()
        .map(|column| Altered { was: name(column), now: name(column), dropped: None, is_read: false })
        .collect();
    for deed in &chapter.deeds {
        let is_read = |name: &str| deed.reads.iter().any(|(of, column)| *of == table && column == name);
        for column in columns.iter_mut().filter(|column| column.dropped.is_none()) {
            column.is_read |= writes(deed) && is_read(&column.now);
            match &deed.alteration {
                Some(Alteration::RenamesColumn { table: of, from, to })
                    if *of == table && *from == column.now =>
                {
                    column.now.clone_from(to);
                }
                Some(Alteration::DropsColumn { table: of, column: gone })
                    if *of == table && *gone == column.now =>
                {
                    column.dropped = Some(deed.origin);
                }
                _ => {}
            }
        }
        match &deed.alteration {
            Some(Alteration::RenamesTable { from, to }) if *from == table => table.clone_from(to),
            _ if deed.dropped(Kind::Table) == Some(&table) => break,
            _ => {}
        }
    }
    columns
}

/// Whether it inserts or updates rows.
fn writes(deed: &Deed) -> bool {
    let is_it = |event: &Event| matches!(event, Event::Writes(write) if write.how != How::Delete);
    deed.events.iter().any(is_it)
}
