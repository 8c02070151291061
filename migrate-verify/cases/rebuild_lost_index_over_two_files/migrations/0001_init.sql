CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE INDEX person_name ON person (name);
