CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, gone TEXT, name TEXT AS (lower(email)) STORED, other TEXT AS (lower(gone)), dropped TEXT AS (1));
