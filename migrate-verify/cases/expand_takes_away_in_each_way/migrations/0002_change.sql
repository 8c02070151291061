-- migrate: phase expand
DROP TRIGGER kept;
DROP TRIGGER lost;
DROP VIEW seen;
DROP VIEW unseen;
DROP TABLE gone;
DROP TABLE other;
DROP TABLE keyed;
ALTER TABLE renamed RENAME TO renamed_now;
CREATE VIEW renamed AS SELECT id, name FROM renamed_now;
ALTER TABLE renamed_whole RENAME TO renamed_whole_now;
CREATE VIEW renamed_whole AS SELECT id, name FROM renamed_whole_now;
CREATE TRIGGER renamed_whole_insert INSTEAD OF INSERT ON renamed_whole BEGIN
    INSERT INTO renamed_whole_now (id, name) VALUES (NEW.id, NEW.name);
END;
CREATE VIEW seen AS SELECT id FROM renamed_whole_now;
CREATE TABLE other (
    id INTEGER PRIMARY KEY,
    retyped TEXT,
    nullable TEXT NOT NULL,
    required TEXT,
    defaulted TEXT NOT NULL,
    computed TEXT AS (lower(code)),
    keeper INTEGER REFERENCES keeper (id),
    code TEXT UNIQUE CHECK (code <> ''),
    email TEXT,
    title TEXT AS (json_extract(code, '$.title')) STORED,
    added TEXT NOT NULL
) STRICT;
CREATE INDEX other_keeper ON other (keeper);
CREATE TABLE keyed (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b));
CREATE TRIGGER kept AFTER INSERT ON keeper BEGIN SELECT 2; END;
CREATE INDEX other_code ON other (code ->> 'kind', lower(email));
CREATE INDEX other_email ON other (lower(email)) WHERE length(email) > 0 AND email IN ('a', 'b');
CREATE TRIGGER no_second BEFORE INSERT ON keeper WHEN NEW.id > 1 BEGIN SELECT RAISE(ABORT, 'one only'); END;
