CREATE TABLE station (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE reading (
    station_id INTEGER NOT NULL REFERENCES station (id),
    at TEXT NOT NULL,
    celsius REAL NOT NULL,
    PRIMARY KEY (station_id, at)
) STRICT, WITHOUT ROWID;
