CREATE TABLE event (id INTEGER PRIMARY KEY, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE INDEX event_day ON event (date(created_at, 'localtime'));
CREATE TABLE visit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    day TEXT AS (date(at, 'unixepoch', 'localtime')) STORED
);
CREATE TABLE task (id INTEGER PRIMARY KEY, due_at TEXT NOT NULL CHECK (due_at = datetime(due_at, 'utc')));
