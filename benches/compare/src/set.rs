//! The migrations: the same SQL for all tools, in files that are named as each expects.

use std::fs;
use std::path::Path;

use crate::Result;

/// Writes them to `sets/COUNT`, and beside them `list.rs`, for who embeds a list.
pub fn write(work: &Path, count: usize) -> Result<()> {
    let set = work.join("sets").join(count.to_string());
    let mut list = String::from("list!(\n");
    for number in 1..=count {
        let text = text(number);
        put(&set.join(format!("plain/{number:04}_step.sql")), &text)?;
        put(&set.join(format!("refinery/V{number}__step.sql")), &text)?;
        put(&set.join(format!("diesel/{number:04}_step/up.sql")), &text)?;
        list.push_str(&format!("    include_str!(\"plain/{number:04}_step.sql\"),\n"));
    }
    list.push_str(")\n");
    put(&set.join("list.rs"), &list)
}

/// Cargo builds anew what is younger than the program: so only what is not there yet is written.
pub fn put(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    Ok(fs::write(path, text)?)
}

/// Ten in a row make three tables and what belongs to them, and leave the number of the last in a row.
fn text(number: usize) -> String {
    let ten = (number - 1) / 10;
    match (number - 1) % 10 {
        0 => format!(
            "CREATE TABLE account_{ten} (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL CHECK (email LIKE '%@%'),
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'closed')),
    balance INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX account_{ten}_status ON account_{ten} (status);
"
        ),
        1 => format!(
            "CREATE TABLE entry_{ten} (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account_{ten} (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    amount INTEGER NOT NULL
);
CREATE INDEX entry_{ten}_account ON entry_{ten} (account_id);
"
        ),
        2 => format!(
            "INSERT INTO account_{ten} (email) VALUES ('a@example.org'), ('b@example.org'), ('c@example.org');
"
        ),
        3 => format!(
            "ALTER TABLE account_{ten} ADD COLUMN display_name TEXT;
"
        ),
        4 => format!(
            "UPDATE account_{ten} SET display_name = substr(email, 1, instr(email, '@') - 1);
"
        ),
        5 => format!(
            "CREATE UNIQUE INDEX account_{ten}_email ON account_{ten} (email);
"
        ),
        6 => format!(
            "CREATE TABLE tag_{ten} (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES entry_{ten} (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    UNIQUE (entry_id, name)
);
"
        ),
        7 => format!(
            "INSERT INTO entry_{ten} (account_id, title, amount) SELECT id, 'opening', 0 FROM account_{ten};
INSERT INTO tag_{ten} (entry_id, name) SELECT id, 'first' FROM entry_{ten};
"
        ),
        8 => format!(
            "ALTER TABLE entry_{ten} ADD COLUMN booked_on TEXT NOT NULL DEFAULT '2026-01-31';
"
        ),
        _ => format!(
            "CREATE INDEX entry_{ten}_booked ON entry_{ten} (booked_on, amount);
INSERT INTO entry_{ten} (account_id, title, amount) VALUES (1, 'migration', {number});
"
        ),
    }
}
