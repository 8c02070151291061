CREATE TABLE author_new (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE, born TEXT);
INSERT INTO author_new (id, name) SELECT id, name FROM author;
DROP TABLE author;
ALTER TABLE author_new RENAME TO author;
CREATE TRIGGER author_named AFTER UPDATE OF name ON author BEGIN
    UPDATE note SET heading = heading || '!' WHERE author = NEW.id;
END;
CREATE TRIGGER author_born AFTER UPDATE OF born ON author BEGIN SELECT 1; END;
