-- migrate:up transaction:false
CREATE TABLE tag(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
