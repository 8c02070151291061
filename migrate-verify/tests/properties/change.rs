//! Migrations: what each does to the model, and as SQL.

use std::collections::BTreeSet;

use crate::make;
use crate::model::{Body, Id, Key, Kind, Schema, Table};
use crate::rebuild;
use crate::tape::Tape;
use crate::text::quoted;

/// A migration that is being written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) schema: Schema,
    pub(crate) statements: Vec<String>,
    pub(crate) meant: Meant,
    /// Tables that are made anew or renamed. A known gap: one to which it happens once more in the same file is not
    /// followed.
    pub(crate) remade: BTreeSet<Id>,
    /// Whether nothing else shall happen in the file.
    pub(crate) is_done: bool,
}

/// What a migration says it does to rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meant {
    /// Tables from which it deletes rows.
    pub(crate) deletes: BTreeSet<Id>,
    /// Tables in which it updates rows.
    pub(crate) updates: BTreeSet<Id>,
    /// Columns into which it writes.
    pub(crate) writes: BTreeSet<Id>,
}

/// `None` if there is nothing for which it could be done.
pub(crate) type Change = fn(&mut Draft, &mut Tape<'_>) -> Option<()>;

/// Changes that take nothing away.
pub(crate) const ADDING: &[Change] =
    &[create_table, add_column, add_column, create_index, create_view, create_trigger];

/// Every change, each as often as it is worth.
pub(crate) const ALL: &[Change] = &[
    create_table,
    add_column,
    rebuild::rebuild,
    insert,
    update,
    create_index,
    rebuild::rebuild,
    drop_column,
    rename_column,
    rename_table,
    drop_table,
    drop_index,
    create_view,
    drop_view,
    create_trigger,
    drop_trigger,
    delete,
    delete_duplicates,
    rebuild::rebuild,
    rebuild::rebuild,
];

impl Draft {
    pub(crate) fn say(&mut self, statement: impl Into<String>) {
        self.statements.push(statement.into());
    }

    fn table(&self, tape: &mut Tape<'_>) -> Option<Table> {
        tape.pick(&self.schema.tables)
    }
}

pub(crate) fn create_table(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let table = make::table(&mut draft.schema, tape);
    draft.say(table.create(&draft.schema, &table.name));
    draft.schema.tables.push(table);
    Some(())
}

fn drop_table(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let table = draft.table(tape).filter(|table| !draft.schema.is_used(table.id))?;
    draft.schema.tables.retain(|other| other.id != table.id);
    draft.say(format!("DROP TABLE {};", table.sql_name()));
    Some(())
}

fn rename_table(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let table = draft.table(tape).filter(|table| !draft.remade.contains(&table.id))?;
    let (_, name) = make::name(&mut draft.schema, tape, 't');
    draft.say(format!("ALTER TABLE {} RENAME TO {};", table.sql_name(), quoted(&name)));
    draft.schema.table_mut(table.id)?.name = name;
    draft.remade.insert(table.id);
    Some(())
}

fn add_column(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let mut table = draft.table(tape)?;
    let (columns, references) = (table.columns.len(), table.references.len());
    match tape.below(4) {
        3 => make::refer(&mut draft.schema, tape, &mut table, false)?,
        2 => make::generate(&mut draft.schema, tape, &mut table)?,
        _ => {
            let mut column = make::rich_column(&mut draft.schema, tape);
            // One that no row could have fails at once, and is no news.
            column.not_null &= column.default.is_some();
            table.columns.push(column);
        }
    }
    // A key of two columns cannot be added.
    let [column] = &table.columns[columns..] else { return None };
    let mut definition = table.definition(column);
    for reference in &table.references[references..] {
        definition += &format!(" {}", reference.text(&draft.schema, &table));
    }
    draft.say(format!("ALTER TABLE {} ADD COLUMN {definition};", table.sql_name()));
    draft.schema.replace(table);
    Some(())
}

fn drop_column(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let mut table = draft.table(tape)?;
    let column = tape.pick(&table.columns).filter(|column| !table.uses(column.id))?;
    draft.say(format!("ALTER TABLE {} DROP COLUMN {};", table.sql_name(), quoted(&column.name)));
    table.columns.retain(|other| other.id != column.id);
    draft.schema.replace(table);
    Some(())
}

fn rename_column(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let table = draft.table(tape).filter(|table| !draft.remade.contains(&table.id))?;
    let column = tape.pick(&table.columns)?;
    let (_, name) = make::name(&mut draft.schema, tape, 'c');
    let names = format!("{} TO {}", quoted(&column.name), quoted(&name));
    draft.say(format!("ALTER TABLE {} RENAME COLUMN {names};", table.sql_name()));
    draft.schema.table_mut(table.id)?.column_mut(column.id)?.name = name;
    draft.remade.insert(table.id);
    Some(())
}

fn create_index(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let table = draft.table(tape)?;
    let index = make::index(&mut draft.schema, tape, &table)?;
    draft.say(table.create_index(&index));
    draft.schema.table_mut(table.id)?.indexes.push(index);
    Some(())
}

fn drop_index(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let table = draft.table(tape)?;
    let index = tape.pick(&table.indexes)?;
    draft.say(format!("DROP INDEX {};", quoted(&index.name)));
    draft.schema.table_mut(table.id)?.indexes.retain(|other| other.name != index.name);
    Some(())
}

fn create_view(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let view = make::view(&mut draft.schema, tape)?;
    draft.say(view.create(&draft.schema));
    draft.schema.views.push(view);
    Some(())
}

fn drop_view(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let view = tape.pick(&draft.schema.views)?;
    draft.say(format!("DROP VIEW {};", quoted(&view.name)));
    draft.schema.views.retain(|other| other.name != view.name);
    Some(())
}

fn create_trigger(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let table = draft.table(tape)?;
    let trigger = make::trigger(&mut draft.schema, tape, &table)?;
    if let Body::Log(other) = trigger.body {
        // As in `insert`.
        if draft.remade.contains(&other) {
            return None;
        }
        // Whether that can be done is seen when the draft is run.
        let other = draft.schema.table(other)?.sql_name();
        draft.say(format!("INSERT INTO {other} DEFAULT VALUES;"));
    }
    draft.say(table.create_trigger(&draft.schema, &trigger));
    draft.schema.table_mut(table.id)?.triggers.push(trigger);
    Some(())
}

fn drop_trigger(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let table = draft.table(tape)?;
    let trigger = tape.pick(&table.triggers)?;
    draft.say(format!("DROP TRIGGER {};", quoted(&trigger.name)));
    draft.schema.table_mut(table.id)?.triggers.retain(|other| other.name != trigger.name);
    Some(())
}

fn insert(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    // Known gaps: that a value which a file gives may be there already; and where a table was made anew before, it makes up
    // for the number of rows that were lost.
    let table = draft.table(tape).filter(|table| !table.is_unique_somewhere())?;
    if draft.remade.contains(&table.id) {
        return None;
    }
    let columns = table.plain();
    let ids: Vec<Id> = columns.iter().map(|column| column.id).collect();
    let values: Option<Vec<&str>> =
        columns.iter().map(|column| tape.pick(make::literals(column.kind))).collect();
    let (names, values) = (table.names(&ids), values?.join(", "));
    draft.say(format!("INSERT INTO {} ({names}) VALUES ({values});", table.sql_name()));
    Some(())
}

fn update(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let table = draft.table(tape)?;
    // Known gaps: as in `insert`; that a parent which is made up may have the key that a file gives; and that there are
    // few rows in which one column is NULL and another one is not.
    let column = tape.pick(&table.plain()).filter(|column| !table.is_bound(column.id))?;
    let name = quoted(&column.name);
    let literal = tape.pick(make::literals(column.kind))?;
    let value = match (tape.below(4), column.kind) {
        (0, _) => literal.to_owned(),
        (1, Kind::Integer | Kind::Real) => format!("{name} + 1"),
        (1, Kind::Text) => format!("upper({name})"),
        (2, _) => "NULL".to_owned(),
        _ => format!("coalesce({name}, {literal})"),
    };
    let filter = match tape.below(3) {
        0 => format!(" WHERE {name} IS NULL"),
        1 => format!(" WHERE {name} IS NOT NULL"),
        _ => String::new(),
    };
    draft.meant.updates.insert(table.id);
    draft.meant.writes.insert(column.id);
    draft.say(format!("UPDATE {} SET {name} = {value}{filter};", table.sql_name()));
    Some(())
}

fn delete(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let table = draft.table(tape)?;
    // A known gap: nothing shows what a statement does to rows if none is made up for its condition.
    let filter = match tape.pick(&table.columns) {
        Some(column) if !tape.one_in(3) => {
            format!(" WHERE {} IS NOT NULL", quoted(&column.name))
        }
        _ => String::new(),
    };
    draft.meant.deletes.insert(table.id);
    draft.say(format!("DELETE FROM {}{filter};", table.sql_name()));
    Some(())
}

/// What makes a UNIQUE safe.
fn delete_duplicates(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let table = draft.table(tape).filter(|table| matches!(table.key, Key::Rowid { .. }))?;
    // A known gap: of parents that are twins, not each is referred to where the table that refers has a key.
    let mut others = draft.schema.tables.iter().filter(|other| other.is_unique_somewhere());
    if others.any(|other| other.references.iter().any(|reference| reference.parent == table.id)) {
        return None;
    }
    let column = tape.pick(&table.plain()).filter(|column| !table.is_unique(column.id))?;
    let mut index = make::index(&mut draft.schema, tape, &table)?;
    index.terms.truncate(1);
    index.terms[0].text = "{}";
    index.terms[0].columns = vec![column.id];
    index.unique = true;
    let (name, column) = (table.sql_name(), quoted(&column.name));
    draft.meant.deletes.insert(table.id);
    draft.say(format!(
        "DELETE FROM {name} WHERE rowid NOT IN (SELECT min(rowid) FROM {name} GROUP BY {column});"
    ));
    draft.say(table.create_index(&index));
    draft.schema.table_mut(table.id)?.indexes.push(index);
    // A known gap: twins are twins in all columns, so that none are left for another UNIQUE.
    draft.is_done = true;
    Some(())
}
