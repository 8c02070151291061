-- Every note has one of them.
CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO tag (name) VALUES ('inbox'), ('later');
ALTER TABLE note ADD COLUMN tag_id INTEGER REFERENCES tag (id);
