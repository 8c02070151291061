CREATE TABLE book (id INTEGER PRIMARY KEY, author INTEGER NOT NULL REFERENCES author (id), title TEXT NOT NULL);
CREATE INDEX book_author ON book (author);
