-- migrate: replaces 1..2
CREATE TABLE note (id INTEGER PRIMARY KEY, kind_id INTEGER REFERENCES kind (id));
CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT);
