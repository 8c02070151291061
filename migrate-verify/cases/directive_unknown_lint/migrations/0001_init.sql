-- migrate: allow(drop-tabel): nobody reads it
CREATE TABLE note (id INTEGER PRIMARY KEY);
