CREATE TABLE user_new (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    age INTEGER CHECK ("age" >= 0),
    city TEXT,
    street TEXT
);
INSERT INTO user_new (id, email, age, city) SELECT id, email, age, city FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
