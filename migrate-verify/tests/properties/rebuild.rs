//! A table made anew: correctly, or with one of the mistakes that are made then.

use crate::change::Draft;
use crate::make;
use crate::model::{Id, Key, Kind, Schema, Table, Trigger, View};
use crate::tape::Tape;
use crate::text::quoted;

/// The copy from the old table to the new one.
struct Copy {
    or: &'static str,
    /// The columns, and from which expression each gets its values.
    columns: Vec<(Id, String)>,
    distinct: &'static str,
    rest: String,
    /// Whether the columns are written.
    named: bool,
}

pub(crate) fn rebuild(draft: &mut Draft, tape: &mut Tape<'_>) -> Option<()> {
    let old = tape.pick(&draft.schema.tables).filter(|table| !draft.remade.contains(&table.id))?;
    let mut new = old.clone();
    let written = old.columns.iter().filter(|column| column.generated.is_none());
    let mut copy = Copy {
        or: "",
        columns: written.map(|column| (column.id, quoted(&column.name))).collect(),
        distinct: "",
        rest: String::new(),
        named: true,
    };
    for _ in 0..tape.below(3) {
        alter(draft, tape, &mut new, &mut copy)?;
    }
    // Known gaps: in the same file an INSERT makes up for the number of rows that are lost, and values that an UPDATE has
    // changed are not recognised in the wrong column.
    if tape.one_in(3) && draft.statements.is_empty() {
        spoil(tape, &old, &mut new, &mut copy)?;
    }
    if copy.or == "OR REPLACE " {
        // It writes the default for a NULL that must not be.
        draft
            .meant
            .writes
            .extend(new.columns.iter().filter(|column| column.not_null).map(|column| column.id));
    }
    let set_aside = tape.one_in(8);
    write(draft, &old, &new, &copy, set_aside);
    draft.remade.insert(new.id);
    draft.schema.replace(new);
    Some(())
}

/// A change for which tables are made anew.
fn alter(draft: &mut Draft, tape: &mut Tape<'_>, new: &mut Table, copy: &mut Copy) -> Option<()> {
    match tape.below(14) {
        0 => {
            let mut column = make::rich_column(&mut draft.schema, tape);
            column.not_null &= column.default.is_some();
            new.columns.push(column);
        }
        1 => {
            let column = tape.pick(&new.plain())?.id;
            new.column_mut(column)?.not_null = false;
        }
        2 => {
            // Known gaps: as in an UPDATE.
            let column = tape.pick(&new.plain()).filter(|column| !new.is_bound(column.id))?;
            let literal = tape.pick(make::literals(column.kind))?;
            new.column_mut(column.id)?.not_null = true;
            // Without it, rows with NULL do not fit.
            if !tape.one_in(3) {
                let expression = format!("coalesce({}, {literal})", quoted(&column.name));
                copy.compute(draft, column.id, expression);
            }
        }
        3 => make::unique(tape, new)?,
        4 => {
            let column = tape.pick(&new.plain())?;
            // Known gaps: no text of one character is made up against a CHECK that comes later, and where a column is unique,
            // no value against one.
            let is_seen =
                |text: &str| text.contains(" IN ") || !(new.is_unique(column.id) || text.ends_with(" > 1"));
            let check = make::check(tape, &column).filter(|check| is_seen(check.text))?;
            new.column_mut(column.id)?.check = Some(check);
        }
        5 => {
            // A known gap: values that are cast to the same one, 0.0 and 0.5 to 0, are not made up.
            let column = tape
                .pick(&new.plain())
                .filter(|column| column.kind != Kind::Real || !new.is_unique(column.id))?;
            let kind = make::kind(tape);
            let cast = format!("CAST({} AS {})", quoted(&column.name), kind.declared());
            retype(new, column.id, kind)?;
            copy.compute(draft, column.id, cast);
        }
        6 => new.strict = true,
        7 => new.without_rowid = true,
        8 if matches!(new.key, Key::Rowid { .. }) => new.key = Key::Rowid { autoincrement: true },
        9 => make::refer(&mut draft.schema, tape, new, false)?,
        10 => {
            let column = tape.pick(&new.columns).filter(|column| !new.uses(column.id))?;
            new.columns.retain(|other| other.id != column.id);
            new.indexes.retain(|index| !index.terms.iter().any(|term| term.columns.contains(&column.id)));
            copy.columns.retain(|(id, _)| *id != column.id);
        }
        11 => make::generate(&mut draft.schema, tape, new)?,
        12 => {
            new.uniques.pop()?;
        }
        13 => {
            let first = usize::from(matches!(new.key, Key::Rowid { .. }));
            new.columns.get_mut(first..)?.reverse();
        }
        _ => return None,
    }
    Some(())
}

fn retype(table: &mut Table, column: Id, kind: Kind) -> Option<()> {
    let column = table.column_mut(column)?;
    (column.kind, column.check, column.default, column.nocase) = (kind, None, None, false);
    Some(())
}

/// A mistake.
fn spoil(tape: &mut Tape<'_>, old: &Table, new: &mut Table, copy: &mut Copy) -> Option<()> {
    match tape.below(10) {
        0 => {
            let condition = make::condition(tape, old)?;
            copy.rest = format!(" WHERE {}", old.expression(&condition, ""));
        }
        1 => copy.or = "OR IGNORE ",
        2 => copy.or = "OR REPLACE ",
        3 => {
            let column = tape.pick(&copy.columns)?;
            copy.columns.retain(|(id, _)| *id != column.0);
        }
        4 => copy.named = false,
        5 => copy.rest = format!(" LIMIT {}", tape.pick(&[1, 2, 5, 20, 100])?),
        6 => {
            let column = tape.pick(&old.plain())?;
            let value = tape.pick(make::literals(column.kind))?;
            copy.columns.iter_mut().find(|(id, _)| *id == column.id)?.1 = value.to_owned();
        }
        7 => copy.distinct = "DISTINCT ",
        8 => copy.rest = format!(" GROUP BY {}", quoted(&tape.pick(&old.columns)?.name)),
        9 => {
            new.indexes.clear();
            new.triggers.clear();
        }
        _ => return None,
    }
    Some(())
}

impl Copy {
    fn compute(&mut self, draft: &mut Draft, column: Id, expression: String) {
        if let Some(copied) = self.columns.iter_mut().find(|(id, _)| *id == column) {
            copied.1 = expression;
            draft.meant.writes.insert(column);
        }
    }

    fn text(&self, from: &str, into: &str, new: &Table) -> String {
        let ids: Vec<Id> = self.columns.iter().map(|(id, _)| *id).collect();
        let expressions: Vec<&str> = self.columns.iter().map(|(_, expression)| &**expression).collect();
        let (names, values) = match self.named {
            true => (format!(" ({})", new.names(&ids)), expressions.join(", ")),
            false => (String::new(), "*".to_owned()),
        };
        let Self { or, distinct, rest, .. } = self;
        format!("INSERT {or}INTO {into}{names} SELECT {distinct}{values} FROM {from}{rest};")
    }
}

/// The steps, and around them what SQLite wants out of the way: a rename looks at every view and trigger.
fn write(draft: &mut Draft, old: &Table, new: &Table, copy: &Copy, set_aside: bool) {
    let schema = draft.schema.clone();
    let views: Vec<&View> = schema.views.iter().filter(|view| view.table == old.id).collect();
    let triggers = foreign_triggers(&schema, old.id);
    for view in &views {
        draft.say(format!("DROP VIEW {};", quoted(&view.name)));
    }
    for (_, trigger) in &triggers {
        draft.say(format!("DROP TRIGGER {};", quoted(&trigger.name)));
    }
    let name = old.sql_name();
    if set_aside {
        let aside = quoted(&format!("{}_old", old.name));
        draft.say(format!("ALTER TABLE {name} RENAME TO {aside};"));
        draft.say(new.create(&schema, &new.name));
        draft.say(copy.text(&aside, &name, new));
        draft.say(format!("DROP TABLE {aside};"));
    } else {
        let other = format!("{}_new", old.name);
        draft.say(new.create(&schema, &other));
        let other = quoted(&other);
        draft.say(copy.text(&name, &other, new));
        draft.say(format!("DROP TABLE {name};"));
        draft.say(format!("ALTER TABLE {other} RENAME TO {name};"));
    }
    for index in &new.indexes {
        draft.say(new.create_index(index));
    }
    for trigger in &new.triggers {
        draft.say(new.create_trigger(&schema, trigger));
    }
    for (table, trigger) in triggers {
        draft.say(table.create_trigger(&schema, trigger));
    }
    for view in views {
        draft.say(view.create(&schema));
    }
}

fn foreign_triggers(schema: &Schema, table: Id) -> Vec<(&Table, &Trigger)> {
    let others = schema.tables.iter().filter(|other| other.id != table);
    let triggers = others.flat_map(|other| other.triggers.iter().map(move |trigger| (other, trigger)));
    triggers.filter(|(_, trigger)| trigger.body.table() == Some(table)).collect()
}
