CREATE TABLE note (
    id TEXT PRIMARY KEY DEFAULT (uuid7()),
    title TEXT COLLATE UNICODE_CI,
    slug TEXT GENERATED ALWAYS AS (slug(title, '-')) STORED,
    CHECK (title REGEXP '^[a-z]')
);
CREATE UNIQUE INDEX note_slug ON note (slug);
INSERT INTO note (title) VALUES ('one'), ('two');
