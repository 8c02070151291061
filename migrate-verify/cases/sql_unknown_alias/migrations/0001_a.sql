CREATE TABLE note (text);
CREATE VIEW v AS SELECT text FROM note;
UPDATE note SET text = m.text;
