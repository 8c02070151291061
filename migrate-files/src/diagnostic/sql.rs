//! Statements that SQLite, or the shadow database, refuses. The titles are SQLite's own words where it has some, so
//! that they can be searched for.

#![allow(missing_docs, reason = "each function is its text, for one stage of the verifier")]

use super::{Diagnostic, Place, listed};
use crate::nearest::nearest;

/// The words that a statement starts with, in capitals.
pub type Words = Vec<String>;

pub fn refused(place: Place, message: &str, help: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(message).at(place);
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// `word` is `COMMIT` or the like.
pub fn transaction(place: Place, word: &str) -> Diagnostic {
    Diagnostic::new(format!("`{word}` inside the transaction that every migration runs in")).at(place).help(
        "remove it; a file that must run outside a transaction starts with `-- migrate: no-transaction`",
    )
}

pub fn attach(place: Place, word: &str) -> Diagnostic {
    Diagnostic::new("a migration cannot reach other databases")
        .at(place)
        .help(format!("remove `{word}`; it depends on a file that the build cannot see"))
}

pub fn vacuum_into(place: Place) -> Diagnostic {
    Diagnostic::new("a migration cannot write files")
        .at(place)
        .help("make copies outside migrations, with SQLite's backup")
}

pub fn load_extension(place: Place) -> Diagnostic {
    Diagnostic::new("a migration cannot load extensions").at(place).help(
        "load it where the connection is opened, and declare what it brings: `functions = [\"name/1\"]`, \
         `modules = [\"name\"]`",
    )
}

/// `table` belongs to the engine.
pub fn ledger(place: Place, table: &str) -> Diagnostic {
    Diagnostic::new(format!("`{table}` is a table in which the migration history is kept"))
        .at(place)
        .help("leave it to the engine, or give your own table another name")
}

pub fn journal_mode(place: Place) -> Diagnostic {
    Diagnostic::new("`PRAGMA journal_mode = WAL` fails inside a transaction")
        .at(place)
        .help("set it where the connection is opened, or start the file with `-- migrate: no-transaction`")
}

pub fn process_setting(place: Place, pragma: &str) -> Diagnostic {
    Diagnostic::new(format!("`PRAGMA {pragma}` changes every connection of the process"))
        .at(place)
        .help("set it where the program starts")
}

/// `message` is what the trigger gives to `RAISE`.
pub fn raised(place: Place, message: &str) -> Diagnostic {
    Diagnostic::new(format!("a trigger refuses the statement: {message}"))
        .at(place)
        .help("drop the trigger before the statement and create it anew behind it, or change the rows")
}

pub fn left_transaction_open(place: Place) -> Diagnostic {
    Diagnostic::new("the file leaves a transaction open that it has begun")
        .at(place)
        .help("add `COMMIT;` behind it")
}

pub fn parameter(place: Place) -> Diagnostic {
    Diagnostic::new("the statement has a parameter, and a migration binds no values")
        .at(place)
        .help("write the value itself; text stands in single quotes")
}

pub fn runaway(place: Place, steps: u64) -> Diagnostic {
    Diagnostic::new(format!("the statement was stopped after {} million steps", steps / 1_000_000))
        .at(place)
        .note("migrations are run whenever the crate is compiled, on tables that hold no rows but those of the set")
        .help("end the recursion, or load so many rows outside migrations")
}

/// The engine failed outside any statement.
pub fn engine(directory: &str, error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::new(error.to_string()).at(Place::file(directory))
}

pub fn internal(error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::new(format!("the shadow database failed: {error}"))
        .help("this is a defect of embed-migrations: please report it with the migrations that show it")
}

pub fn columns(tables: &[(String, Vec<String>)], nearest: Option<&str>) -> String {
    let tables =
        tables.iter().map(|(table, columns)| format!("table `{table}` has the columns {}", listed(columns)));
    let tables = tables.collect::<Vec<_>>().join("\n");
    match nearest {
        Some(nearest) => format!("did you mean `{nearest}`? {tables}"),
        None => tables,
    }
}

pub fn foreign_key_column(name: &str) -> String {
    format!("a foreign key is made of columns of its own table: add a column `{name}` before it")
}

pub fn missing(kind: &str, name: &str, known: &[String], nearest: Option<&str>) -> String {
    let plural = if kind == "index" { "indexes".to_owned() } else { format!("{kind}s") };
    match (nearest, known) {
        (Some(nearest), _) => format!("did you mean `{nearest}`?"),
        (None, []) => format!("no migration before this statement creates a {kind}: create `{name}` first"),
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

/// `near` is what SQLite stumbled over, `before` the token before it.
pub fn syntax(near: &str, before: &str, words: &Words) -> String {
    match (before, near) {
        (",", ")") => "remove the comma before `)`".to_owned(),
        (",", _) if near.eq_ignore_ascii_case("from") => format!("remove the comma before `{near}`"),
        _ if near.eq_ignore_ascii_case("auto_increment") => {
            "SQLite spells it `INTEGER PRIMARY KEY AUTOINCREMENT`".to_owned()
        }
        _ if is_name_of_keyword(before, near) => {
            format!("`{near}` is a keyword: as a name, write `\"{near}\"`")
        }
        _ => match nearest(near, KEYWORDS) {
            Some(keyword) => format!("did you mean `{keyword}`?"),
            None => format!("see {} for what can stand here", documentation(words)),
        },
    }
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
const RESERVED: [&str; 21] = [
    "CASE",
    "CHECK",
    "DEFAULT",
    "EXISTS",
    "FOREIGN",
    "FROM",
    "GROUP",
    "IN",
    "INDEX",
    "IS",
    "LIMIT",
    "NOT",
    "NOTHING",
    "NULL",
    "ORDER",
    "PRIMARY",
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
        _ if message.starts_with("unrecognized token") => "close the quote, or remove the character",
        "cannot VACUUM from within a transaction"
        | "Safety level may not be changed inside a transaction" => {
            "start the file with `-- migrate: no-transaction`, and keep nothing else in it"
        }
        "Cannot add a NOT NULL column with default value NULL" => {
            "give the column a DEFAULT, or rebuild the table with values for it"
        }
        _ if message.starts_with("cannot start a transaction within a transaction") => "remove `BEGIN`",
        _ if message.starts_with("duplicate column name") => {
            "the table has the column already: remove one of the two"
        }
        _ if message.starts_with("wrong number of arguments to function") => {
            "if the application registers it, declare it with this number of arguments: `functions = [\"name/1\"]`"
        }
        _ if message.starts_with("UNIQUE constraint failed") => {
            "two rows of the set have the same key: change one"
        }
        _ if message.starts_with("NOT NULL constraint failed") => "give the column a value, or a DEFAULT",
        _ if message.starts_with("CHECK constraint failed") => "change the row, or the constraint",
        _ if message.starts_with("FOREIGN KEY constraint failed") => "insert the parent's row first",
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
