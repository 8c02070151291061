CREATE TABLE author (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE
);
CREATE TABLE book (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE,
    title TEXT NOT NULL CHECK (title <> ''),
    pages INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX book_author ON book (author_id);
CREATE UNIQUE INDEX book_title ON book (author_id, title) WHERE pages > 0;
CREATE VIEW shelf AS SELECT book.title, author.name FROM book JOIN author ON author.id = book.author_id;
CREATE TRIGGER book_of_nothing BEFORE INSERT ON book WHEN new.pages < 0
BEGIN
    SELECT RAISE(ABORT, 'pages');
END;
