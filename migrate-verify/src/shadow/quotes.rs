//! Names in double quotes. Where there is no such name, SQLite takes it for a string, and says nothing; told not to, it
//! says which.

use migrate_token::{Kind, Token, significant};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, Error, Result};

use super::story::Alteration;

/// As long as it lives, what stands in double quotes is a name and nothing else.
pub(crate) struct NamesOnly<'c> {
    conn: &'c Connection,
    before: [bool; 2],
}

const SETTINGS: [DbConfig; 2] = [DbConfig::SQLITE_DBCONFIG_DQS_DDL, DbConfig::SQLITE_DBCONFIG_DQS_DML];

impl<'c> NamesOnly<'c> {
    pub(crate) fn on(conn: &'c Connection) -> Result<Self> {
        let [definitions, queries] = SETTINGS;
        let before = [conn.db_config(definitions)?, conn.db_config(queries)?];
        for setting in SETTINGS {
            conn.set_db_config(setting, false)?;
        }
        Ok(Self { conn, before })
    }

    /// The name that the statement takes for a string, in a view or trigger that it uses.
    pub(crate) fn in_what_it_uses(&self, statement: &str) -> Option<String> {
        // `no such column: "emial" - should this be a string literal in single-quotes?`
        let message = super::explain::message(&self.conn.prepare(statement).err()?);
        let (name, _) = message.strip_prefix("no such column: \"")?.rsplit_once("\" - ")?;
        Some(name.to_owned())
    }
}

impl Drop for NamesOnly<'_> {
    fn drop(&mut self) {
        for (setting, before) in SETTINGS.into_iter().zip(self.before) {
            // Switching a flag cannot fail.
            let _ = self.conn.set_db_config(setting, before);
        }
    }
}

/// The first name that the statement takes for a string. The schema is as the statement finds it.
pub(super) fn string<'s>(conn: &Connection, statement: &'s str) -> Result<Option<Token<'s>>> {
    // A PRAGMA works while it is compiled.
    if !statement.contains('"') || significant(statement).next().is_some_and(|token| token.is_word("PRAGMA"))
    {
        return Ok(None);
    }
    let _names_only = NamesOnly::on(conn)?;
    Ok(refused(conn, statement))
}

/// The same, of an ALTER TABLE that has run: SQLite reads its column when it reads the table again.
pub(super) fn string_of<'s>(
    conn: &Connection,
    statement: &'s str,
    alteration: &Alteration,
) -> Result<Option<Token<'s>>> {
    let Alteration::AddsColumn { table, .. } = alteration else { return Ok(None) };
    if !statement.contains('"') {
        return Ok(None);
    }
    let sql: String = conn.query_row(
        "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?1",
        [table],
        |row| row.get(0),
    )?;
    let empty = Connection::open_in_memory()?;
    let _names_only = NamesOnly::on(&empty)?;
    let taken = refused(&empty, &sql);
    Ok(taken.and_then(|taken| significant(statement).find(|token| token.text == taken.text)))
}

/// The token in double quotes that SQLite refuses.
fn refused<'s>(conn: &Connection, statement: &'s str) -> Option<Token<'s>> {
    let Err(Error::SqlInputError { offset, .. }) = conn.prepare(statement) else { return None };
    let offset = usize::try_from(offset).ok()?;
    significant(statement).find(|token| token.start == offset).filter(is_in_double_quotes)
}

/// Where the name stands in double quotes.
pub(crate) fn find<'s>(sql: &'s str, name: &str) -> Option<Token<'s>> {
    significant(sql).filter(is_in_double_quotes).find(|token| token.name().is_some_and(|found| found == name))
}

fn is_in_double_quotes(token: &Token<'_>) -> bool {
    token.kind == Kind::Quoted && token.text.starts_with('"')
}
