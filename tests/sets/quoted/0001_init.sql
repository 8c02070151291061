CREATE TABLE author (id INTEGER PRIMARY KEY);
CREATE TABLE draft (id INTEGER PRIMARY KEY, "Order" INT, author INT REFERENCES "author"(id), a INT, "k" INT NOT NULL DEFAULT 0,
    b INT AS (a + 1) STORED);
ALTER TABLE draft RENAME TO book;
CREATE INDEX book_a ON book (a);
CREATE UNIQUE INDEX book_k ON book (a, "k");
