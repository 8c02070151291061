//! From a statement that failed to what its author needs to know.

use std::ops::Range;

use migrate_runtime::__private::{Cause, Failure, TABLES};
use migrate_token::{Kind, Token, significant};
use rusqlite::Connection;

use super::objects::{Objects, Origin};
use super::tape::{Denial, Tape};
use migrate_files::diagnostic::backfill;
use migrate_files::diagnostic::help::{self, Words};
use migrate_files::diagnostic::policy;
use migrate_files::diagnostic::sql;
use migrate_files::diagnostic::{Diagnostic, Place};
use migrate_files::model::{File, Set};
use migrate_files::nearest::nearest;

/// Where a statement failed: the database is still as the statement found it.
pub(super) struct Scene<'a> {
    pub(super) conn: &'a Connection,
    pub(super) set: &'a Set,
    pub(super) file: &'a File,
    pub(super) objects: &'a Objects,
}

impl Scene<'_> {
    /// `tape` is the recording of the statement.
    pub(super) fn explain(&self, failure: &Failure<'_>, tape: &Tape) -> Diagnostic {
        let recording = tape.lock();
        let (denial, is_spent) = (recording.denial.clone(), recording.is_spent());
        drop(recording);
        let statement = failure.statement.text;
        let place = self.place(failure);
        if let Some(denial) = denial {
            return denied(place, &denial, statement);
        }
        match &failure.cause {
            Cause::EndedTransaction => sql::transaction(place, &first_word(statement)),
            Cause::LeftTransactionOpen => sql::left_transaction_open(place),
            Cause::Parameter => sql::parameter(self.parameter(failure).unwrap_or(place)),
            Cause::Endless { rounds, rows } => backfill::endless(place, *rounds, *rows),
            Cause::Restless => backfill::restless(place),
            Cause::Sqlite(_) if is_spent => sql::runaway(place),
            Cause::Sqlite(error) if is_raised(error) => sql::raised(place, &message(error)),
            // It has no place outside a transaction either.
            Cause::Sqlite(_) if is_vacuum_into(statement) => sql::vacuum_into(place),
            Cause::Sqlite(error) => {
                let message = message(error);
                let help = self.help(&message, failure);
                sql::refused(place, &message, help)
            }
        }
    }

    /// The token that SQLite points at; the statement where it points at none.
    fn place(&self, failure: &Failure<'_>) -> Place {
        let file = self.file;
        let span = match failure.offset {
            Some(offset) => token_at(&file.text, offset),
            None => failure.statement.start..failure.statement.start + failure.statement.text.len(),
        };
        Place::span(&*file.path, &file.text, span)
    }

    fn parameter(&self, failure: &Failure<'_>) -> Option<Place> {
        let token = significant(failure.statement.text).find(|token| token.kind == Kind::Parameter)?;
        let start = failure.statement.start + token.start;
        Some(Place::span(&*self.file.path, &self.file.text, start..start + token.text.len()))
    }

    /// One thing to do, for the messages that people meet.
    fn help(&self, message: &str, failure: &Failure<'_>) -> Option<String> {
        let statement = failure.statement.text;
        let after = |prefix: &str| message.strip_prefix(prefix);
        if let Some(name) = after("no such column: ").or_else(|| after("no such index column: ")) {
            return self.columns(statement, name);
        }
        if let Some((table, column)) =
            after("table ").and_then(|rest| rest.split_once(" has no column named "))
        {
            return self.columns_of(table, column);
        }
        if let Some(name) = after("unknown column \"").and_then(|rest| rest.split('"').next()) {
            return help::foreign_key_column(name).into();
        }
        for (prefix, kind) in [
            ("no such table: ", "table"),
            ("no such view: ", "view"),
            ("no such index: ", "index"),
            ("no such trigger: ", "trigger"),
        ] {
            if let Some(name) = after(prefix) {
                return Some(self.missing(kind, bare(name)));
            }
        }
        if let Some(help) = declaration(message, statement) {
            return Some(help);
        }
        if let Some(name) = already_exists(message) {
            if TABLES.iter().any(|own| own.eq_ignore_ascii_case(&name)) {
                return Some(help::own_table(&name));
            }
            return Some(help::already_exists(
                &name,
                self.objects.made(&name).map(|origin| self.told(origin)),
            ));
        }
        if let Some(near) = after("near \"").and_then(|rest| rest.strip_suffix("\": syntax error")) {
            return Some(help::syntax(
                near,
                &self.before(failure),
                self.starts_line(failure),
                &words(statement),
            ));
        }
        help::known_help(message, &words(statement))
    }

    /// The columns of the tables that the statement names.
    fn columns(&self, statement: &str, missing: &str) -> Option<String> {
        let column = missing.rsplit('.').next().unwrap_or(missing);
        let mut names: Vec<String> =
            significant(statement).filter_map(|t| t.name().map(|n| n.into_owned())).collect();
        names.sort_unstable_by_key(|name| name.to_ascii_lowercase());
        names.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
        let tables: Vec<(String, Vec<String>)> = names
            .into_iter()
            .filter_map(|name| Some((name.clone(), self.column_names(&name)?)))
            .take(3)
            .collect();
        if tables.is_empty() {
            return help::known_help(missing, &words(statement));
        }
        // `m.text`, where no table is called `m`, and the columns are not to blame.
        if let Some((qualifier, _)) = missing.rsplit_once('.')
            && tables
                .iter()
                .any(|(_, columns)| columns.iter().any(|known| known.eq_ignore_ascii_case(column)))
        {
            return Some(help::qualifier(qualifier));
        }
        let nearest = nearest(column, tables.iter().flat_map(|(_, columns)| columns).map(String::as_str));
        Some(help::columns(&tables, nearest))
    }

    fn columns_of(&self, table: &str, column: &str) -> Option<String> {
        let columns = self.column_names(table)?;
        let nearest = nearest(column, columns.iter().map(String::as_str)).map(str::to_owned);
        Some(help::columns(&[(table.to_owned(), columns)], nearest.as_deref()))
    }

    /// `None` if there is no such table or view, or it cannot be read.
    fn column_names(&self, table: &str) -> Option<Vec<String>> {
        let columns = strings(self.conn, "SELECT name FROM pragma_table_xinfo(?1)", [table])?;
        if columns.is_empty() { None } else { Some(columns) }
    }

    fn missing(&self, kind: &str, name: &str) -> String {
        if let Some(gone) = self.objects.gone(name) {
            return help::gone(name, &self.told(gone));
        }
        let types = if kind == "table" { "'table', 'view'" } else { &format!("'{kind}'") };
        let query = format!(
            "SELECT name FROM main.sqlite_schema WHERE type IN ({types}) AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             AND name NOT LIKE 'schema\\_migration%' ESCAPE '\\' ORDER BY name"
        );
        let known = strings(self.conn, &query, []).unwrap_or_else(Vec::new);
        help::missing(kind, name, &known, nearest(name, known.iter().map(String::as_str)))
    }

    /// `migrations/0001_init.sql:12`.
    fn told(&self, origin: Origin) -> String {
        told(self.set, origin)
    }

    /// Whether only blanks stand before it in its line.
    fn starts_line(&self, failure: &Failure<'_>) -> bool {
        let before = failure.offset.and_then(|offset| self.file.text.get(..offset)).unwrap_or("x");
        before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
    }

    /// The token before the one that SQLite points at.
    fn before(&self, failure: &Failure<'_>) -> String {
        let Some(offset) = failure.offset else { return String::new() };
        let text = &self.file.text;
        let tokens = significant(text).take_while(|token| token.start < offset);
        tokens.last().map_or(String::new(), |token| token.text.to_owned())
    }
}

/// How to declare what SQLite does not know, if that is what the message says.
pub(super) fn declaration(message: &str, statement: &str) -> Option<String> {
    if let Some(name) = message.strip_prefix("no such function: ") {
        return Some(help::declare_function(name, arguments(statement, name)));
    }
    if let Some(name) = message.strip_prefix("wrong number of arguments to function ") {
        let name = name.trim_end_matches("()");
        return Some(help::declare_function(name, arguments(statement, name)));
    }
    if let Some(name) = message.strip_prefix("no such collation sequence: ") {
        return Some(help::declare("collations", name));
    }
    message.strip_prefix("no such module: ").map(|name| help::declare("modules", name))
}

/// A file and the line of a statement in it.
pub(crate) fn told(set: &Set, origin: Origin) -> String {
    let file = &set.migrations()[origin.migration].up;
    let (line, _) = migrate_runtime::__private::line_and_column(&file.text, origin.start);
    format!("{}:{line}", file.path)
}

/// The place of a statement.
pub(crate) fn place(set: &Set, origin: Origin) -> Place {
    let file = &set.migrations()[origin.migration].up;
    Place::span(&*file.path, &file.text, origin.start..origin.end)
}

/// SQLite's words, without the statement that `rusqlite` adds to them.
pub(super) fn message(error: &rusqlite::Error) -> String {
    match error {
        // An unclosed quote is told up to the end of the file, and bytes that no terminal should get as they are.
        rusqlite::Error::SqlInputError { msg, .. } => {
            let (line, rest) = msg.split_once('\n').map_or((msg.as_str(), ""), |(line, _)| (line, " …"));
            let line: String = line.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
            format!("{line}{rest}")
        }
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}

/// Whether the message is that of a trigger's `RAISE`.
fn is_raised(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_TRIGGER)
}

/// `main.note` is the table `note`.
pub(super) fn bare(name: &str) -> &str {
    name.strip_prefix("main.").unwrap_or(name)
}

fn strings<P: rusqlite::Params>(conn: &Connection, query: &str, params: P) -> Option<Vec<String>> {
    conn.prepare(query).ok()?.query_map(params, |row| row.get(0)).ok()?.collect::<Result<_, _>>().ok()
}

/// The token there, with the name that qualifies it: `note.titel`.
fn token_at(text: &str, offset: usize) -> Range<usize> {
    let rest = text.get(offset..).unwrap_or("");
    let mut end = 0;
    let mut expected = "";
    for token in migrate_token::tokens(rest) {
        match (expected, token.text) {
            ("", _) | (".", ".") => end = token.start + token.text.len(),
            ("name", _) if token.name().is_some() => end = token.start + token.text.len(),
            _ => break,
        }
        expected = if token.text == "." { "name" } else { "." };
    }
    offset..offset + end.max(1)
}

/// `table note already exists`, `index "a b" already exists`, `there is already a table named note`.
fn already_exists(message: &str) -> Option<String> {
    let name = match message.strip_prefix("there is already ") {
        Some(rest) => rest.split_once(" named ")?.1,
        None => message.strip_suffix(" already exists")?.split_once(' ')?.1,
    };
    Some(bare(name).trim_matches(['"', '`', '[', ']']).to_owned())
}

/// How many arguments the function is called with in the statement.
fn arguments(statement: &str, function: &str) -> Option<usize> {
    let tokens: Vec<Token<'_>> = significant(statement).collect();
    // These are called by operators as well: `x REGEXP y`.
    if ["REGEXP", "MATCH"].iter().any(|operator| operator.eq_ignore_ascii_case(function)) {
        return Some(2);
    }
    let at = tokens.windows(2).position(|pair| {
        pair[1].text == "(" && pair[0].name().is_some_and(|name| name.eq_ignore_ascii_case(function))
    })?;
    let (mut depth, mut commas, mut any) = (0, 0, false);
    for token in &tokens[at + 1..] {
        match token.text {
            "(" => depth += 1,
            ")" if depth == 1 => return Some(if any { commas + 1 } else { 0 }),
            ")" => depth -= 1,
            "," if depth == 1 => commas += 1,
            _ => {}
        }
        any |= depth > 1 || token.text != "(";
    }
    None
}

/// The words that a statement starts with, in capitals.
fn words(statement: &str) -> Words {
    significant(statement)
        .take(4)
        .filter(|t| t.kind == Kind::Word)
        .map(|t| t.text.to_ascii_uppercase())
        .collect()
}

fn is_vacuum_into(statement: &str) -> bool {
    first_word(statement) == "VACUUM" && significant(statement).any(|token| token.is_word("INTO"))
}

pub(super) fn first_word(statement: &str) -> String {
    words(statement).into_iter().next().unwrap_or_default()
}

fn denied(place: Place, denial: &Denial, statement: &str) -> Diagnostic {
    match denial {
        Denial::Transaction => sql::transaction(place, &first_word(statement)),
        Denial::Attach => sql::attach(place, &first_word(statement)),
        Denial::VacuumInto => sql::vacuum_into(place),
        Denial::LoadExtension => sql::load_extension(place),
        Denial::Ledger(table) => sql::ledger(place, table),
        Denial::Temporary => sql::temporary(place),
        Denial::Data => policy::data(place, &first_word(statement)),
        Denial::JournalMode(mode) => sql::journal_mode(place, mode),
        Denial::ProcessSetting(pragma) => sql::process_setting(place, pragma),
    }
}
