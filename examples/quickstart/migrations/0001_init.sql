CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    text TEXT,
    created_at TEXT
);
