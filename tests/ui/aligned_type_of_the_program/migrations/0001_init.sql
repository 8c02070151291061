CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    nick_name TEXT,
    born DATE,
    balance REAL NOT NULL DEFAULT 0
);
