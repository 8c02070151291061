-- SQLite cannot make a column NOT NULL in place: create the table anew, copy, drop, rename. Foreign keys are not
-- enforced meanwhile, so dropping `note` does not cascade into `note_tag`; they are checked before the commit.
CREATE TABLE new_note (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL CHECK (text <> ''),
    created_at TEXT NOT NULL
) STRICT;

INSERT INTO new_note (id, text, created_at)
SELECT id, coalesce(nullif(text, ''), '(empty)'), coalesce(created_at, '1970-01-01 00:00:00') FROM note;

DROP TABLE note;
ALTER TABLE new_note RENAME TO note;
