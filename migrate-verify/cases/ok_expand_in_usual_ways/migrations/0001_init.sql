CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT COLLATE BINARY);
CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id), other INTEGER REFERENCES parent (id) ON DELETE SET NULL);
CREATE INDEX child_parent ON child (parent);
CREATE INDEX child_other ON child (other);
CREATE TABLE account (id INTEGER PRIMARY KEY, account INTEGER NOT NULL, kind TEXT CHECK (kind IN ('a', 'b')), body TEXT CHECK (json_valid(body)), a INT, b INT, UNIQUE (a, b));
CREATE TRIGGER account_check BEFORE INSERT ON account WHEN NEW.account < 0 BEGIN SELECT RAISE(ABORT, 'negative'); END;
CREATE VIEW names AS SELECT id, name FROM parent;
