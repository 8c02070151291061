//! The migrations, which `benches/instructions` has, too.

/// The SQL of a migration: ten in a row make two tables and what belongs to them, and refer to those of the ten before.
pub(crate) fn text(index: usize) -> String {
    let (now, before) = (index / 10, (index / 10).saturating_sub(1));
    match index % 10 {
        0 => format!(
            "CREATE TABLE account_{now}(
                id INTEGER PRIMARY KEY,
                email TEXT NOT NULL CHECK (email LIKE '%@%'),
                status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'closed')),
                balance INTEGER NOT NULL DEFAULT 0,
                invited_by INTEGER REFERENCES account_{before}(id) ON DELETE SET NULL,
                created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
            );
            CREATE INDEX account_{now}_status ON account_{now}(status, created_at);"
        ),
        1 => format!(
            "CREATE TABLE entry_{now}(
                id INTEGER PRIMARY KEY,
                account_id INTEGER NOT NULL REFERENCES account_{now}(id) ON DELETE CASCADE,
                title TEXT NOT NULL,
                amount INTEGER NOT NULL
            );
            CREATE INDEX entry_{now}_account ON entry_{now}(account_id);"
        ),
        2 => format!(
            "INSERT INTO account_{now}(email) VALUES ('a@example.org'), ('b@example.org'), ('c@example.org');
            INSERT INTO entry_{now}(account_id, title, amount)
                SELECT id, 'opening of ' || email, id * 100 FROM account_{now};"
        ),
        3 => format!(
            "ALTER TABLE account_{now} ADD COLUMN display_name TEXT;
            ALTER TABLE account_{now} ADD COLUMN is_verified INTEGER NOT NULL DEFAULT 0 CHECK (is_verified IN (0, 1));"
        ),
        4 => format!(
            "UPDATE account_{now} SET display_name = substr(email, 1, instr(email, '@') - 1) WHERE display_name IS NULL;"
        ),
        5 => format!("CREATE UNIQUE INDEX account_{now}_email ON account_{now}(email);"),
        6 => view(now),
        7 => trigger(now),
        8 => rebuilt(
            now,
            "title TEXT NOT NULL CHECK (title <> ''),
                amount INTEGER NOT NULL DEFAULT 0,
                booked_on TEXT NOT NULL DEFAULT CURRENT_DATE,
                UNIQUE (account_id, title)",
            "account_id, booked_on",
        ),
        _ => format!(
            "UPDATE entry_{now} SET title = trim(title) WHERE title <> trim(title);
            INSERT INTO entry_{now}(account_id, title, amount) SELECT id, 'interest', 1 FROM account_{now};
            CREATE INDEX account_{now}_closed ON account_{now}(created_at) WHERE status = 'closed';"
        ),
    }
}

/// The SQL of the way back.
pub(crate) fn down(index: usize) -> String {
    let now = index / 10;
    match index % 10 {
        0 => format!("DROP TABLE account_{now};"),
        1 => format!("DROP TABLE entry_{now};"),
        2 => format!(
            "DELETE FROM entry_{now} WHERE title LIKE 'opening of %';
            DELETE FROM account_{now} WHERE email IN ('a@example.org', 'b@example.org', 'c@example.org');"
        ),
        3 => format!(
            "ALTER TABLE account_{now} DROP COLUMN is_verified;
            ALTER TABLE account_{now} DROP COLUMN display_name;"
        ),
        4 => format!("UPDATE account_{now} SET display_name = NULL;"),
        5 => format!("DROP INDEX account_{now}_email;"),
        6 => format!("DROP VIEW balance_{now};"),
        7 => format!("DROP TRIGGER entry_{now}_added;"),
        8 => rebuilt(now, "title TEXT NOT NULL, amount INTEGER NOT NULL", "account_id"),
        _ => format!(
            "DROP INDEX account_{now}_closed;
            DELETE FROM entry_{now} WHERE title = 'interest';"
        ),
    }
}

/// Makes a table anew. A view or a trigger that names it would keep the new one from its name.
fn rebuilt(now: usize, columns: &str, indexed: &str) -> String {
    format!(
        "DROP TRIGGER entry_{now}_added;
        DROP VIEW balance_{now};
        CREATE TABLE entry_{now}_new(
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES account_{now}(id) ON DELETE CASCADE,
            {columns}
        );
        INSERT INTO entry_{now}_new(id, account_id, title, amount)
            SELECT id, account_id, title, amount FROM entry_{now};
        DROP TABLE entry_{now};
        ALTER TABLE entry_{now}_new RENAME TO entry_{now};
        CREATE INDEX entry_{now}_account ON entry_{now}({indexed});
        {}
        {}",
        view(now),
        trigger(now)
    )
}

fn view(now: usize) -> String {
    format!(
        "CREATE VIEW balance_{now} AS
            SELECT account.id, account.display_name, count(entry.id) AS entries, total(entry.amount) AS balance
            FROM account_{now} AS account LEFT JOIN entry_{now} AS entry ON entry.account_id = account.id
            GROUP BY account.id;"
    )
}

fn trigger(now: usize) -> String {
    format!(
        "CREATE TRIGGER entry_{now}_added AFTER INSERT ON entry_{now} BEGIN
            UPDATE account_{now} SET balance = balance + NEW.amount WHERE id = NEW.account_id;
        END;"
    )
}
