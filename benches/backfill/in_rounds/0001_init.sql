CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, slug TEXT);
-- What is still to do: a round finds it without a look at what is done.
CREATE INDEX note_without_slug ON note (id) WHERE slug IS NULL;
