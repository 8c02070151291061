CREATE TABLE t (id INTEGER PRIMARY KEY, at TEXT CHECK (at > datetime('now')));
