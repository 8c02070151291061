CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, shown TEXT AS (lower(name)));
