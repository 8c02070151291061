//! Many schemas, each of which has something that a naive row fails at.

use super::Shadow;
use crate::shadow::seed::Style;

const STYLES: [Style; 9] = [
    Style::Plain(0),
    Style::Plain(1),
    Style::Plain(2),
    Style::Plain(3),
    Style::Plain(4),
    Style::Plain(5),
    Style::Plain(6),
    Style::Plain(11),
    Style::Adversarial,
];

/// A name, the statements, and the tables of which there is one row at most.
type Case = (&'static str, &'static str, &'static [&'static str]);

#[test]
fn every_table_gets_rows_that_sqlite_lets_stand() {
    let mut failures = Vec::new();
    for style in STYLES {
        for (name, sql, single) in CASES {
            let mut shadow = Shadow::new(sql, style);
            for call in 1..=3 {
                let unseeded = shadow.seed();
                failures.extend(unseeded.iter().map(|it| format!("{name}, {style:?}, call {call}: {it:?}")));
                let complaints = shadow.complaints();
                failures.extend(complaints.iter().map(|it| format!("{name}, {style:?}, call {call}: {it}")));
                for table in shadow.reader.tables().iter().filter(|table| table.module().is_none()) {
                    let least = if single.contains(&table.name()) { 1 } else { 1 + call };
                    let count = shadow.count(table);
                    if count < least {
                        failures.push(format!(
                            "{name}, {style:?}, call {call}: {count} rows of {}",
                            table.name()
                        ));
                    }
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("plain", "CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INT, score REAL, photo BLOB)", &[]),
    ("autoincrement", "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x)", &[]),
    ("text key", "CREATE TABLE a (id TEXT PRIMARY KEY, x); CREATE TABLE b (a TEXT NOT NULL REFERENCES a, n BLOB PRIMARY KEY)", &[]),
    ("composite key", "CREATE TABLE a (x INT, y TEXT, z, PRIMARY KEY (x, y)) WITHOUT ROWID; CREATE TABLE b (id INTEGER PRIMARY KEY, x INT NOT NULL, y TEXT NOT NULL, FOREIGN KEY (x, y) REFERENCES a)", &[]),
    ("unique", "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT UNIQUE, c INT, d INT, UNIQUE (c, d)); CREATE UNIQUE INDEX ab ON a (lower(b)); CREATE UNIQUE INDEX ac ON a (c) WHERE d > 0", &[]),
    ("nocase", "CREATE TABLE tag (name TEXT COLLATE NOCASE PRIMARY KEY, title TEXT COLLATE NOCASE UNIQUE)", &[]),
    ("conflict clauses", "CREATE TABLE a (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, b TEXT NOT NULL ON CONFLICT IGNORE UNIQUE ON CONFLICT ROLLBACK, c INT UNIQUE ON CONFLICT FAIL)", &[]),
    ("no columns but a key", "CREATE TABLE a (id INTEGER PRIMARY KEY)", &[]),
    ("strict", "CREATE TABLE a (i INT NOT NULL, j INTEGER NOT NULL, r REAL NOT NULL, t TEXT NOT NULL, b BLOB NOT NULL, y ANY NOT NULL, created_at INTEGER NOT NULL, is_on INT NOT NULL DEFAULT 'x') STRICT", &[]),
    ("types", "CREATE TABLE a (u UUID PRIMARY KEY, j JSON NOT NULL, d DATE, dt DATETIME NOT NULL, ts TIMESTAMP, b BOOLEAN NOT NULL, n NUMERIC(10,2), v VARCHAR(255), x, s STRING, m MONEY, t TIME)", &[]),
    ("self reference", "CREATE TABLE a (id INTEGER PRIMARY KEY, up INT REFERENCES a (id))", &[]),
    ("needed self reference", "CREATE TABLE a (id INTEGER PRIMARY KEY, up INT NOT NULL REFERENCES a)", &[]),
    ("tree in a tenant", "CREATE TABLE a (tenant INT NOT NULL, id INT NOT NULL, up INT, PRIMARY KEY (tenant, id), FOREIGN KEY (tenant, up) REFERENCES a (tenant, id))", &[]),
    ("needed tree in a tenant", "CREATE TABLE a (tenant INT NOT NULL, id INT NOT NULL, up INT NOT NULL, PRIMARY KEY (tenant, id), FOREIGN KEY (tenant, up) REFERENCES a (tenant, id))", &[]),
    ("circle", "CREATE TABLE a (id INTEGER PRIMARY KEY, b INT REFERENCES b); CREATE TABLE b (id INTEGER PRIMARY KEY, a INT NOT NULL REFERENCES a)", &[]),
    ("needed circle", "CREATE TABLE a (id INTEGER PRIMARY KEY, b INT NOT NULL REFERENCES b DEFERRABLE INITIALLY DEFERRED); CREATE TABLE b (id INTEGER PRIMARY KEY, c TEXT NOT NULL REFERENCES c); CREATE TABLE c (id TEXT PRIMARY KEY, a INT NOT NULL REFERENCES a)", &[]),
    ("circle of one-to-one", "CREATE TABLE a (id INTEGER PRIMARY KEY REFERENCES b DEFERRABLE INITIALLY DEFERRED); CREATE TABLE b (id INTEGER PRIMARY KEY REFERENCES a DEFERRABLE INITIALLY DEFERRED)", &["a", "b"]),
    ("one-to-one", "CREATE TABLE user (id INTEGER PRIMARY KEY, n TEXT); CREATE TABLE profile (user_id INTEGER PRIMARY KEY REFERENCES user, bio TEXT); CREATE TABLE avatar (profile_id INTEGER NOT NULL UNIQUE REFERENCES profile (user_id))", &["avatar", "profile"]),
    ("overlap", "CREATE TABLE tenant (id INTEGER PRIMARY KEY); CREATE TABLE user (tenant INT NOT NULL REFERENCES tenant, id INT NOT NULL, PRIMARY KEY (tenant, id)); CREATE TABLE project (tenant INT NOT NULL REFERENCES tenant, id INT NOT NULL, PRIMARY KEY (tenant, id)); CREATE TABLE task (id INTEGER PRIMARY KEY, tenant INT NOT NULL, user INT, project INT NOT NULL, FOREIGN KEY (tenant, user) REFERENCES user (tenant, id), FOREIGN KEY (tenant, project) REFERENCES project (tenant, id))", &[]),
    ("overlap without a common parent", "CREATE TABLE user (tenant INT NOT NULL, id INT NOT NULL, PRIMARY KEY (tenant, id)); CREATE TABLE project (tenant INT NOT NULL, id INT NOT NULL, PRIMARY KEY (tenant, id)); CREATE TABLE label (tenant INT NOT NULL, name TEXT NOT NULL, UNIQUE (tenant, name)); CREATE TABLE work (id INTEGER PRIMARY KEY, tenant INT NOT NULL, user INT NOT NULL, project INT NOT NULL, label TEXT NOT NULL, FOREIGN KEY (tenant, user) REFERENCES user (tenant, id), FOREIGN KEY (tenant, project) REFERENCES project (tenant, id), FOREIGN KEY (tenant, label) REFERENCES label (tenant, name))", &[]),
    ("a column with two parents", "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY, x); CREATE TABLE c (id INTEGER PRIMARY KEY, ab INT NOT NULL REFERENCES a REFERENCES b)", &[]),
    ("junction", "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id TEXT PRIMARY KEY); CREATE TABLE ab (a INT NOT NULL REFERENCES a ON DELETE CASCADE, b TEXT NOT NULL REFERENCES b, PRIMARY KEY (a, b)) WITHOUT ROWID", &[]),
    ("two keys to a table", "CREATE TABLE user (id INTEGER PRIMARY KEY); CREATE TABLE message (id INTEGER PRIMARY KEY, sender INT NOT NULL REFERENCES user, receiver INT NOT NULL REFERENCES user, CHECK (sender <> receiver))", &[]),
    ("named parent column", "CREATE TABLE country (code TEXT NOT NULL UNIQUE, name TEXT); CREATE TABLE city (name TEXT, country TEXT NOT NULL REFERENCES country (code) ON UPDATE CASCADE)", &[]),
    ("in", "CREATE TABLE a (id INTEGER PRIMARY KEY, status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done')), priority INT CHECK (priority IN (1, 2, 3)))", &[]),
    ("double-quoted strings", "CREATE TABLE a (status TEXT NOT NULL CHECK (status IN (\"open\", \"done\")))", &[]),
    ("ranges", "CREATE TABLE a (lat REAL NOT NULL CHECK (lat BETWEEN -90 AND 90), pct INT NOT NULL CHECK (pct >= 0 AND pct <= 100), year INT CHECK (year > 1900 AND year < 2100), port INT CHECK (port BETWEEN 1024 AND 65535))", &[]),
    ("lengths", "CREATE TABLE a (hash BLOB NOT NULL CHECK (length(hash) = 32), code TEXT NOT NULL UNIQUE CHECK (length(code) = 2), short TEXT CHECK (length(short) BETWEEN 3 AND 8), name TEXT CHECK (length(trim(name)) > 0 AND length(name) <= 10), hex TEXT CHECK (length(hex) = 64 AND hex NOT GLOB '*[^0-9a-f]*'))", &[]),
    ("typeof", "CREATE TABLE a (x CHECK (typeof(x) = 'text'), y CHECK (typeof(y) = 'integer'), z CHECK (typeof(z) = 'blob'), r CHECK (typeof(r) = 'real'), n CHECK (typeof(n) IN ('integer', 'null')))", &[]),
    ("json checks", "CREATE TABLE a (j TEXT NOT NULL CHECK (json_valid(j)), l TEXT NOT NULL CHECK (json_type(l) = 'array'), o TEXT CHECK (json_type(o) = 'object' AND json_extract(o, '$.kind') IS NOT NULL), n TEXT CHECK (json_array_length(n) >= 1), v TEXT CHECK (v IS NULL OR json_valid(v) = 1))", &[]),
    ("patterns", "CREATE TABLE a (x TEXT NOT NULL CHECK (x LIKE 'ab%'), y TEXT NOT NULL UNIQUE CHECK (y GLOB '[0-9][0-9]'), mail TEXT NOT NULL CHECK (mail LIKE '%_@_%._%'), z TEXT CHECK (z GLOB '[A-Z][A-Z][A-Z]-[0-9][0-9][0-9]'), digits TEXT NOT NULL CHECK (digits NOT GLOB '*[^0-9]*'))", &[]),
    ("order", "CREATE TABLE a (low INT NOT NULL, high INT NOT NULL, starts_at TEXT NOT NULL, ends_at TEXT NOT NULL, max INT NOT NULL, min INT NOT NULL, CHECK (low < high), CHECK (ends_at > starts_at), CHECK (max >= min))", &[]),
    ("exactly one", "CREATE TABLE user (id INTEGER PRIMARY KEY); CREATE TABLE org (id INTEGER PRIMARY KEY); CREATE TABLE owner (id INTEGER PRIMARY KEY, user INT REFERENCES user, org INT REFERENCES org, CHECK ((user IS NULL) <> (org IS NULL)))", &[]),
    ("exactly one of five", "CREATE TABLE a (p INT, q TEXT, r REAL, s BLOB, t, CHECK ((p IS NOT NULL) + (q IS NOT NULL) + (r IS NOT NULL) + (s IS NOT NULL) + (t IS NOT NULL) = 1))", &[]),
    ("at least one", "CREATE TABLE a (mail TEXT, phone TEXT, CHECK (coalesce(mail, phone) IS NOT NULL)); CREATE TABLE b (x INT, y INT, CHECK (x IS NOT NULL OR y IS NOT NULL))", &[]),
    ("singleton", "CREATE TABLE setting (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT); CREATE TABLE state (one INT NOT NULL UNIQUE DEFAULT 0 CHECK (one = 0), last INT REFERENCES setting)", &["setting", "state"]),
    ("lower case", "CREATE TABLE A (Name TEXT NOT NULL UNIQUE CHECK (Name = lower(Name)), Code TEXT NOT NULL UNIQUE CHECK (Code = upper(Code)), t TEXT CHECK (t = trim(t)))", &[]),
    ("dates", "CREATE TABLE a (d TEXT NOT NULL CHECK (date(d) IS NOT NULL), e TEXT NOT NULL CHECK (e IS date(e)), f TEXT NOT NULL CHECK (f IS strftime('%Y-%m-%dT%H:%M:%SZ', f)), g TEXT NOT NULL CHECK (g GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'), h TEXT NOT NULL CHECK (h LIKE '____-__-__'), i INT CHECK (i > 0))", &[]),
    ("kinds", "CREATE TABLE item (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, url TEXT, body TEXT, size INT, CHECK ((kind = 'link' AND url IS NOT NULL AND body IS NULL AND size IS NULL) OR (kind = 'note' AND url IS NULL AND body IS NOT NULL AND size > 0)))", &[]),
    ("states", "CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('pending', 'running', 'done', 'failed')), started_at INT, ended_at INT, error TEXT, CHECK ((state = 'pending') = (started_at IS NULL)), CHECK ((ended_at IS NOT NULL) = (state IN ('done', 'failed'))), CHECK (error IS NULL OR state = 'failed'), CHECK (ended_at IS NULL OR ended_at >= started_at))", &[]),
    ("named checks", "CREATE TABLE a (x INT CONSTRAINT x_is_small CHECK (x < 10), y INT, CONSTRAINT \"sum is ten\" CHECK (x + y = 10), CONSTRAINT x_is_small CHECK (y < 10))", &[]),
    ("quoted names", "CREATE TABLE \"a \"\"b\" (\"x y\" INT NOT NULL CHECK (\"x y\" > 0 AND \"x y\" < 5), [select] TEXT CHECK ( [select]\n IN ('p', 'q')), `where` TEXT UNIQUE)", &[]),
    ("generated", "CREATE TABLE a (first TEXT NOT NULL, last TEXT NOT NULL, full TEXT AS (first || ' ' || last) STORED NOT NULL UNIQUE, n INT AS (length(full)) VIRTUAL CHECK (n > 3), doc TEXT, title TEXT AS (json_extract(doc, '$.title')) VIRTUAL, size INT AS (json_extract(doc, '$.size')) STORED)", &[]),
    ("generated from JSON, not null", "CREATE TABLE a (doc TEXT NOT NULL, id TEXT AS (doc ->> 'id') STORED NOT NULL UNIQUE, kind TEXT AS (json_extract(doc, '$.meta.kind')) VIRTUAL NOT NULL); CREATE INDEX ak ON a (kind)", &[]),
    ("index over JSON", "CREATE TABLE event (id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('a', 'b')), payload TEXT NOT NULL); CREATE INDEX ek ON event (json_extract(payload, '$.user'), kind); CREATE UNIQUE INDEX eu ON event (payload ->> 'key') WHERE kind = 'a'", &[]),
    ("partial indexes", "CREATE TABLE a (user INT NOT NULL, is_default INT NOT NULL, deleted_at TEXT, slug TEXT NOT NULL); CREATE UNIQUE INDEX one ON a (is_default) WHERE is_default = 1; CREATE UNIQUE INDEX live ON a (slug) WHERE deleted_at IS NULL; CREATE INDEX i ON a (slug || user) WHERE user > 5", &[]),
    ("validating trigger", "CREATE TABLE a (mail TEXT NOT NULL, amount INT NOT NULL); CREATE TRIGGER am BEFORE INSERT ON a WHEN NEW.mail NOT LIKE '%_@%' BEGIN SELECT RAISE(ABORT, 'no mail'); END; CREATE TRIGGER ax BEFORE INSERT ON a BEGIN SELECT CASE WHEN NEW.amount > 100 THEN RAISE(FAIL, 'too much') END; END", &[]),
    ("impossible trigger", "CREATE TABLE a (x INT); CREATE TRIGGER t BEFORE INSERT ON a BEGIN SELECT RAISE(ABORT, 'a is frozen'); END; CREATE TABLE b (x INT); CREATE TRIGGER u AFTER INSERT ON b BEGIN SELECT RAISE(ROLLBACK, 'never'); END; CREATE TABLE c (x INT); CREATE TRIGGER v BEFORE INSERT ON c BEGIN SELECT RAISE(IGNORE); END; CREATE TABLE d (x INT); CREATE TRIGGER w AFTER INSERT ON d BEGIN SELECT RAISE(FAIL, 'late'); END; CREATE TABLE e (x INT); CREATE TRIGGER z AFTER INSERT ON e BEGIN INSERT INTO gone VALUES (1); END", &[]),
    ("writing trigger", "CREATE TABLE a (id INTEGER PRIMARY KEY, n TEXT); CREATE TABLE log (id INTEGER PRIMARY KEY, a INT NOT NULL REFERENCES a, what TEXT CHECK (what IN ('insert', 'update'))); CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT OR REPLACE INTO log VALUES (1, NEW.id, 'insert'); END; CREATE TRIGGER touch AFTER INSERT ON a BEGIN UPDATE a SET n = upper(n) WHERE id = NEW.id; END", &[]),
    ("trigger into a table with checks", "CREATE TABLE stock (item INT PRIMARY KEY, left INT NOT NULL CHECK (left >= 0)); CREATE TABLE sale (id INTEGER PRIMARY KEY, item INT NOT NULL REFERENCES stock, n INT NOT NULL); CREATE TRIGGER t AFTER INSERT ON sale BEGIN UPDATE stock SET left = left - NEW.n - 5000000 WHERE item = NEW.item; END", &[]),
    ("full text with its own content", "CREATE VIRTUAL TABLE doc USING fts5(title, body UNINDEXED, tokenize = 'porter'); CREATE VIRTUAL TABLE old USING fts4(content)", &[]),
    ("full text kept by triggers", "CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT); CREATE VIRTUAL TABLE post_fts USING fts5(title, body, content='post', content_rowid='id'); CREATE TRIGGER pi AFTER INSERT ON post BEGIN INSERT INTO post_fts (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END; CREATE VIRTUAL TABLE bare USING fts5(x, content='')", &[]),
    ("boxes", "CREATE TABLE place (id INTEGER PRIMARY KEY); CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, y0, y1)", &[]),
    ("an application's function", "CREATE TABLE a (title TEXT NOT NULL, s INT AS (slug(title)) STORED, CHECK (slug(title) > 0)); CREATE INDEX i ON a (slug(title))", &[]),
    ("wide", "CREATE TABLE a (c1 TEXT NOT NULL, c2 TEXT NOT NULL, c3 INT NOT NULL, c4 INT NOT NULL, c5 REAL, c6 BLOB, c7 TEXT DEFAULT 'x', c8 TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))), c9 DATETIME DEFAULT CURRENT_TIMESTAMP)", &[]),
    ("booleans", "CREATE TABLE a (x BOOLEAN NOT NULL CHECK (x IN (0, 1)), y INTEGER NOT NULL CHECK (y IN (FALSE, TRUE)), z TINYINT(1) NOT NULL)", &[]),
    ("bits", "CREATE TABLE a (flags INT NOT NULL CHECK (flags & 3 = 3), even INT NOT NULL CHECK (even % 2 = 0), cents INT CHECK (cents % 100 = 0), v INT NOT NULL UNIQUE CHECK (v <> 0))", &[]),
    ("accounts and transfers", "CREATE TABLE account (id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36), currency TEXT NOT NULL CHECK (length(currency) = 3 AND currency = upper(currency)), balance INT NOT NULL DEFAULT 0 CHECK (balance >= 0)) STRICT; CREATE TABLE transfer (id TEXT PRIMARY KEY NOT NULL, debit TEXT NOT NULL REFERENCES account, credit TEXT NOT NULL REFERENCES account, amount INT NOT NULL CHECK (amount > 0 AND amount < 1000), CHECK (debit <> credit)) STRICT", &[]),
    ("a feed reader", "CREATE TABLE feed (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE CHECK (url LIKE 'http://%' OR url LIKE 'https://%'), etag TEXT); CREATE TABLE entry (id INTEGER PRIMARY KEY, feed INT NOT NULL REFERENCES feed ON DELETE CASCADE, guid TEXT NOT NULL, read INT NOT NULL DEFAULT 0 CHECK (read IN (0, 1)), published_at INT, UNIQUE (feed, guid)); CREATE INDEX unread ON entry (feed, published_at DESC) WHERE read = 0", &[]),
    ("places of a browser", "CREATE TABLE origins (id INTEGER PRIMARY KEY, prefix TEXT NOT NULL, host TEXT NOT NULL, UNIQUE (prefix, host)); CREATE TABLE places (id INTEGER PRIMARY KEY, url LONGVARCHAR, hidden INTEGER DEFAULT 0 NOT NULL, frecency INTEGER DEFAULT -1 NOT NULL, guid TEXT, origin_id INTEGER REFERENCES origins (id)); CREATE UNIQUE INDEX guids ON places (guid); CREATE TABLE bookmarks (id INTEGER PRIMARY KEY, type INTEGER, fk INTEGER DEFAULT NULL, parent INTEGER, position INTEGER, guid TEXT UNIQUE)", &[]),
    ("a queue", "CREATE TABLE queue (id INTEGER PRIMARY KEY AUTOINCREMENT, payload BLOB NOT NULL, attempts INT NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND max), max INT NOT NULL DEFAULT 5 CHECK (max <= 10), locked_by TEXT, locked_at TEXT, CHECK ((locked_by IS NULL) = (locked_at IS NULL)))", &[]),
    ("key and value", "CREATE TABLE kv (k TEXT PRIMARY KEY, v ANY NOT NULL, CHECK (k GLOB '[a-z]*' AND k NOT GLOB '*[^a-z0-9_.]*')) STRICT, WITHOUT ROWID", &[]),
    ("intervals", "CREATE TABLE room (id INTEGER PRIMARY KEY); CREATE TABLE booking (room INT NOT NULL REFERENCES room, from_day TEXT NOT NULL CHECK (from_day IS date(from_day)), to_day TEXT NOT NULL CHECK (to_day IS date(to_day)), PRIMARY KEY (room, from_day), CHECK (from_day < to_day)) WITHOUT ROWID", &[]),
    ("a wallet", "CREATE TABLE block (height INTEGER PRIMARY KEY CHECK (height >= 0), hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32)); CREATE TABLE tx (txid BLOB PRIMARY KEY NOT NULL CHECK (typeof(txid) = 'blob' AND length(txid) = 32), block INT REFERENCES block, raw BLOB); CREATE TABLE utxo (txid BLOB NOT NULL REFERENCES tx, vout INT NOT NULL CHECK (vout BETWEEN 0 AND 4294967295), sats INT NOT NULL CHECK (sats > 0), script TEXT NOT NULL CHECK (script <> ''), PRIMARY KEY (txid, vout))", &[]),
    ("a chat", "CREATE TABLE account (id BLOB PRIMARY KEY CHECK (length(id) = 16), handle TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(handle) BETWEEN 3 AND 20 AND handle NOT GLOB '*[^a-zA-Z0-9_]*'), banned_until INTEGER) STRICT; CREATE TABLE room (id INTEGER PRIMARY KEY, owner BLOB NOT NULL REFERENCES account ON DELETE RESTRICT, topic TEXT, last_message INT REFERENCES message DEFERRABLE INITIALLY DEFERRED) STRICT; CREATE TABLE message (id INTEGER PRIMARY KEY, room INT NOT NULL REFERENCES room ON DELETE CASCADE, author BLOB REFERENCES account ON DELETE SET NULL, reply_to INT REFERENCES message, body TEXT NOT NULL CHECK (trim(body) <> ''), edited_at INT, sent_at INT NOT NULL, CHECK (edited_at IS NULL OR edited_at > sent_at)) STRICT; CREATE TABLE reaction (message INT NOT NULL REFERENCES message, account BLOB NOT NULL REFERENCES account, emoji TEXT NOT NULL CHECK (length(emoji) = 1), PRIMARY KEY (message, account, emoji)) STRICT, WITHOUT ROWID", &[]),
    ("a shop", "CREATE TABLE product (sku TEXT PRIMARY KEY NOT NULL CHECK (sku GLOB '[A-Z][A-Z]-[0-9]*'), price_cents INTEGER NOT NULL CHECK (price_cents >= 0), currency CHAR(3) NOT NULL CHECK (currency IN ('EUR', 'USD')), attributes TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(attributes) AND json_type(attributes) = 'object')); CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT NOT NULL UNIQUE, state TEXT NOT NULL, paid_at TEXT, shipped_at TEXT, cancelled_at TEXT, CHECK (CASE state WHEN 'new' THEN paid_at IS NULL AND shipped_at IS NULL WHEN 'paid' THEN paid_at IS NOT NULL AND shipped_at IS NULL WHEN 'shipped' THEN paid_at IS NOT NULL AND shipped_at >= paid_at ELSE 0 END), CHECK (cancelled_at IS NULL OR shipped_at IS NULL)); CREATE TABLE order_line (order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE, line INTEGER NOT NULL CHECK (line > 0), sku TEXT NOT NULL REFERENCES product ON UPDATE CASCADE, quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 999), total INT AS (quantity * 100) STORED, PRIMARY KEY (order_id, line))", &[]),
    ("a mail store", "CREATE TABLE mailbox (id INTEGER PRIMARY KEY, parent INT REFERENCES mailbox, name TEXT NOT NULL, uidvalidity INT NOT NULL CHECK (uidvalidity BETWEEN 1 AND 4294967295), UNIQUE (parent, name)); CREATE UNIQUE INDEX roots ON mailbox (name) WHERE parent IS NULL; CREATE TABLE mail (mailbox INT NOT NULL REFERENCES mailbox, uid INT NOT NULL, headers TEXT NOT NULL, subject TEXT AS (json_extract(headers, '$.subject')) VIRTUAL, flags INT NOT NULL DEFAULT 0 CHECK (flags & ~31 = 0), PRIMARY KEY (mailbox, uid)) WITHOUT ROWID; CREATE INDEX by_subject ON mail (subject COLLATE NOCASE) WHERE subject IS NOT NULL", &[]),
    ("settings by scope", "CREATE TABLE user (id INTEGER PRIMARY KEY); CREATE TABLE team (id INTEGER PRIMARY KEY); CREATE TABLE setting (scope TEXT NOT NULL CHECK (scope IN ('global', 'team', 'user')), team INT REFERENCES team, user INT REFERENCES user, k TEXT NOT NULL, v TEXT, CHECK ((scope = 'global' AND team IS NULL AND user IS NULL) OR (scope = 'team' AND team IS NOT NULL AND user IS NULL) OR (scope = 'user' AND team IS NULL AND user IS NOT NULL))); CREATE UNIQUE INDEX one_each ON setting (scope, coalesce(team, 0), coalesce(user, 0), k)", &[]),
    ("everything at once", include_str!("../../../../../migrate-runtime/src/schema/tests/rich.sql"), &[]),
    ("fixed choice per key", "CREATE TABLE weekday (n INTEGER PRIMARY KEY CHECK (n BETWEEN 1 AND 7), name TEXT NOT NULL UNIQUE CHECK (name IN ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')))", &[]),
];
