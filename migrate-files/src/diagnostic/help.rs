//! What to do about the statements that SQLite refuses.

#![allow(missing_docs, reason = "each function is its text, for one stage of the verifier")]

use super::listed;
use crate::nearest::nearest;

/// The words that a statement starts with, in capitals.
pub type Words = Vec<String>;

pub fn columns(tables: &[(String, Vec<String>)], nearest: Option<&str>) -> String {
    let tables =
        tables.iter().map(|(table, columns)| format!("table `{table}` has the columns {}", listed(columns)));
    let tables = tables.collect::<Vec<_>>().join("\n");
    match nearest {
        Some(nearest) => format!("did you mean `{nearest}`? {tables}"),
        None => tables,
    }
}

pub fn qualifier(name: &str) -> String {
    format!("no table here is called `{name}`, and none has this alias")
}

pub fn foreign_key_column(name: &str) -> String {
    format!("a foreign key is made of columns of its own table: add a column `{name}` before it")
}

pub fn missing(kind: &str, name: &str, known: &[String], nearest: Option<&str>) -> String {
    if name.eq_ignore_ascii_case("sqlite_sequence") {
        return "SQLite makes it together with the first table that has AUTOINCREMENT: leave the statement out".to_owned();
    }
    let plural = if kind == "index" { "indexes".to_owned() } else { format!("{kind}s") };
    match (nearest, known) {
        (Some(nearest), _) => format!("did you mean `{nearest}`?"),
        (None, []) => format!("nothing before this statement makes such a thing: create `{name}` first"),
        (None, known) if known.len() <= 12 => {
            format!("create `{name}` first; at this point there are the {plural} {}", listed(known))
        }
        (None, known) => {
            format!("create `{name}` first; none of the {} {plural} at this point is it", known.len())
        }
    }
}

pub fn gone(name: &str, by: &str) -> String {
    format!(
        "{by} drops or renames `{name}`: refer to what is there behind it, or move the statement before it"
    )
}

pub fn declare(argument: &str, name: &str) -> String {
    format!("if the application registers it, declare it: `embed_migrations!({argument} = [\"{name}\"])`")
}

pub fn declare_function(name: &str, arguments: Option<usize>) -> String {
    if name.eq_ignore_ascii_case("now") {
        return "SQLite spells it `CURRENT_TIMESTAMP`, or `datetime('now')` in an expression".to_owned();
    }
    declare("functions", &arguments.map_or(name.to_owned(), |count| format!("{name}/{count}")))
}

pub fn own_table(name: &str) -> String {
    format!("`{name}` is kept by the migration engine: give your own table another name")
}

pub fn already_exists(name: &str, made: Option<String>) -> String {
    match made {
        Some(made) => {
            format!("`{name}` comes from {made}; change it with ALTER, drop it first, or take another name")
        }
        None => format!("drop `{name}` first, or take another name"),
    }
}

/// `near` is what SQLite stumbled over, `before` the token before it; `starts_line` says whether it starts its line.
pub fn syntax(near: &str, before: &str, starts_line: bool, words: &Words) -> String {
    let (near_word, before_word) = (near.to_ascii_uppercase(), before.to_ascii_uppercase());
    let first = words.first().map_or("", String::as_str);
    let help = match (before_word.as_str(), near_word.as_str()) {
        (",", ")" | "FROM") => return format!("remove the comma before `{near}`"),
        ("NOT", "EXISTS") if first == "ALTER" => {
            "SQLite has no IF NOT EXISTS here, and a migration runs once: leave it out"
        }
        (_, "AUTO_INCREMENT" | "AUTOINCREMENT") => "SQLite writes it `INTEGER PRIMARY KEY AUTOINCREMENT`",
        (_, "CONSTRAINT" | "FOREIGN" | "PRIMARY" | "UNIQUE" | "CHECK") if first == "ALTER" => {
            "SQLite adds constraints by rebuilding the table: create a new one, copy the rows, drop the old one, rename"
        }
        (_, "INDEX" | "KEY") if words.iter().any(|word| word == "TABLE") => {
            "indexes are made with CREATE INDEX, behind the table"
        }
        ("UNIQUE" | "CHECK" | "PRIMARY", "(") => return format!("write a comma before `{before}`"),
        (",", _)
            if words.iter().any(|word| word == "TABLE")
                && is_word(near)
                && !is_name_of_keyword(before, near) =>
        {
            "columns come before the constraints of the table: move it before them"
        }
        (_, "TYPE" | "MODIFY" | "CHANGE") if first == "ALTER" => REBUILD,
        (_, "TRUNCATE") => "SQLite empties a table by `DELETE FROM`",
        (_, "USING") => "leave USING out: SQLite has one kind of index",
        (_, "CASCADE" | "RESTRICT") if first == "DROP" => {
            "leave it out: drop what depends on it yourself, before"
        }
        (_, "ENGINE" | "COMMENT" | "CHARSET") => "leave it out: SQLite has no such option",
        (_, "ILIKE") => "SQLite's LIKE ignores the case of ASCII letters",
        (_, ",") if first == "ALTER" => "SQLite adds one column per statement",
        (_, "END") => "end the statement before `END` with `;`",
        ("CREATE", "OR") => "SQLite has no CREATE OR REPLACE: DROP it before, with IF EXISTS",
        (_, "DUPLICATE") => "write `ON CONFLICT (…) DO UPDATE SET …`",
        // https://sqlite.org/lang_upsert.html#parsing_ambiguity
        (_, "DO") if matches!(first, "INSERT" | "WITH") => {
            "SQLite takes this `ON` for that of a join: write `WHERE true` before `ON CONFLICT`"
        }
        ("COMMIT", _) => "end the statement with `;`",
        (_, ":") => "SQLite converts with CAST(x AS TEXT)",
        (_, "(") if words.iter().any(|word| word == "TABLE") && is_word(before) => {
            "a default that is computed stands in parentheses: `DEFAULT (datetime('now'))`"
        }
        // Inside of a statement, only the body of a trigger has semicolons.
        (";", "CREATE" | "ALTER" | "DROP" | "PRAGMA") => "end the trigger before it with `END;`",
        (_, "CREATE" | "INSERT" | "DELETE" | "UPDATE" | "ALTER" | "DROP" | "PRAGMA") if starts_line => {
            "end the statement before it with `;`"
        }
        _ if is_name_of_keyword(before, near) => {
            return format!("`{near}` is a keyword: as a name, write `\"{near}\"`");
        }
        _ => {
            return match nearest(near, KEYWORDS).filter(|keyword| *keyword != near_word) {
                Some(keyword) => format!("did you mean `{keyword}`?"),
                None => format!(
                    "is a comma missing before it? see {} for what can stand here",
                    documentation(words)
                ),
            };
        }
    };
    help.to_owned()
}

const REBUILD: &str = "SQLite does that by rebuilding the table: create a new one, copy the rows, drop the old one, rename the new one";

/// Whether it is a name or a keyword.
fn is_word(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !text.is_empty()
}

/// Whether a name is expected, and a keyword stands there.
fn is_name_of_keyword(before: &str, near: &str) -> bool {
    let is = |word: &&str, other: &str| word.eq_ignore_ascii_case(other);
    RESERVED.iter().any(|word| is(word, near)) && BEFORE_NAMES.iter().any(|word| is(word, before))
}

/// Tokens behind which a name stands.
const BEFORE_NAMES: [&str; 11] =
    ["(", ",", ".", "TABLE", "COLUMN", "INDEX", "INTO", "ADD", "UPDATE", "TO", "REFERENCES"];

/// Keywords that people take for names, and that SQLite takes for nothing else.
const RESERVED: [&str; 18] = [
    "CASE",
    "CHECK",
    "DEFAULT",
    "EXISTS",
    "FROM",
    "GROUP",
    "IN",
    "IS",
    "LIMIT",
    "NOT",
    "NOTHING",
    "NULL",
    "ORDER",
    "REFERENCES",
    "TABLE",
    "TO",
    "TRANSACTION",
    "WHERE",
];

/// The words that migrations are made of.
const KEYWORDS: [&str; 44] = [
    "ADD",
    "ALTER",
    "AUTOINCREMENT",
    "CASCADE",
    "CHECK",
    "COLLATE",
    "COLUMN",
    "CONSTRAINT",
    "CREATE",
    "DEFAULT",
    "DELETE",
    "DROP",
    "EXISTS",
    "FOREIGN",
    "FROM",
    "GENERATED",
    "INDEX",
    "INSERT",
    "INSTEAD",
    "INTO",
    "PRAGMA",
    "PRIMARY",
    "REFERENCES",
    "RENAME",
    "REPLACE",
    "RESTRICT",
    "ROWID",
    "SELECT",
    "STORED",
    "STRICT",
    "TABLE",
    "TEMPORARY",
    "TRIGGER",
    "UNIQUE",
    "UPDATE",
    "USING",
    "VALUES",
    "VIEW",
    "VIRTUAL",
    "WHEN",
    "WHERE",
    "WITH",
    "WITHOUT",
    "BEGIN",
];

/// Help for the messages that have one way out.
pub fn known_help(message: &str, words: &Words) -> Option<String> {
    let help = match message {
        "incomplete input" => {
            "the statement has no end: close its parenthesis or quote, or write the `END;` of its trigger"
        }
        _ if message.starts_with("unrecognized token: \"#") => "a comment starts with `--`",
        _ if message.starts_with("unrecognized token: \":") => "SQLite converts with CAST(x AS TEXT)",
        _ if message.starts_with("unrecognized token: \"")
            && message[21..].starts_with(|c: char| c.is_ascii_digit()) =>
        {
            "a name that starts with a digit stands in double quotes"
        }
        _ if message.starts_with("unrecognized token") => "close the quote, or remove the character",
        _ if message.starts_with("error in view") || message.starts_with("error in trigger") => {
            "drop the view or trigger before this statement, and create it anew behind it"
        }
        _ if message.starts_with("cannot drop UNIQUE column")
            || message.starts_with("cannot drop PRIMARY KEY column") =>
        {
            REBUILD
        }
        _ if message.starts_with("error in index") && message.contains(" after drop column: ") => {
            "drop the index before this statement"
        }
        _ if message.starts_with("error in index") => {
            "drop the index before this statement, and create it anew behind it"
        }
        "Cannot add a UNIQUE column" => "add the column without UNIQUE, and CREATE UNIQUE INDEX on it",
        "Cannot add a PRIMARY KEY column" => {
            "rebuild the table: create a new one with the key, copy the rows, drop the old one, rename the new one"
        }
        "Cannot add a column with non-constant default" => {
            "give it a constant DEFAULT, and set the rows with UPDATE; or rebuild the table"
        }
        _ if message.starts_with("cannot modify") && message.ends_with("because it is a view") => {
            "change the table behind it, or create an INSTEAD OF trigger first"
        }
        "cannot VACUUM from within a transaction"
        | "Safety level may not be changed inside a transaction" => {
            "start the file with `-- migrate: no-transaction`, and keep nothing else in it"
        }
        "cannot add a STORED column" => "make it VIRTUAL, or rebuild the table",
        "Cannot add a REFERENCES column with non-NULL default value" => {
            "add the column without the DEFAULT, and set the rows with UPDATE; or leave out `foreign-keys = on`"
        }
        _ if message.starts_with("non-deterministic use of") => {
            "compare with the clock in a trigger, in a query or in the program"
        }
        "malformed JSON" => "keep what is no JSON out of it: `json_valid(…)`",
        "Cannot add a NOT NULL column with default value NULL" => {
            "give the column a DEFAULT, or rebuild the table with values for it"
        }
        _ if message.starts_with("cannot start a transaction within a transaction") => "remove `BEGIN`",
        _ if message.starts_with("duplicate column name") => {
            "the table has the column already: remove one of the two"
        }
        _ if message.starts_with("UNIQUE constraint failed") => {
            "two rows of the set have the same key: change one"
        }
        _ if message.starts_with("NOT NULL constraint failed") => "give the column a value, or a DEFAULT",
        _ if message.starts_with("CHECK constraint failed") => "change the row, or the constraint",
        _ if message.starts_with("FOREIGN KEY constraint failed") => "insert the parent's row first",
        _ if message == "string or blob too big" => {
            "the shadow database holds values of 16 MiB: load larger ones outside migrations"
        }
        _ if message == "database or disk is full" => {
            "the shadow database holds 256 MiB: load so many rows outside migrations"
        }
        _ => return Some(format!("see {}", documentation(words))),
    };
    Some(help.to_owned())
}

/// The page of SQLite's manual for a statement.
fn documentation(words: &Words) -> String {
    let first = words.first().map_or("", String::as_str);
    let object =
        words.iter().find(|word| matches!(word.as_str(), "TABLE" | "INDEX" | "VIEW" | "TRIGGER" | "VIRTUAL"));
    let page = match (first, object.map_or("", String::as_str)) {
        ("CREATE", "TABLE") => "lang_createtable",
        ("CREATE", "VIRTUAL") => "lang_createvtab",
        ("CREATE", "INDEX") => "lang_createindex",
        ("CREATE", "VIEW") => "lang_createview",
        ("CREATE", "TRIGGER") => "lang_createtrigger",
        ("ALTER", _) => "lang_altertable",
        ("DROP", "TABLE") => "lang_droptable",
        ("DROP", "INDEX") => "lang_dropindex",
        ("DROP", "VIEW") => "lang_dropview",
        ("DROP", "TRIGGER") => "lang_droptrigger",
        ("INSERT" | "REPLACE", _) => "lang_insert",
        ("UPDATE", _) => "lang_update",
        ("DELETE", _) => "lang_delete",
        ("SELECT" | "VALUES", _) => "lang_select",
        ("WITH", _) => "lang_with",
        ("PRAGMA", _) => "pragma",
        _ => "lang",
    };
    format!("https://sqlite.org/{page}.html")
}
