CREATE TABLE user_new (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    age INTEGER CHECK (age >= 0) CHECK (age < 150),
    state TEXT CHECK (state IN ('a', 'b', 'c')),
    kind TEXT REFERENCES kind (name),
    flag INTEGER,
    other TEXT,
    check ("user_new".[other] <> 'Same')
) STRICT;
INSERT INTO user_new (id, email, age, state, kind, flag, other) SELECT id, email, age, state, kind, flag, same FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
