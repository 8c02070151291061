CREATE VIEW names AS SELECT id FROM author;
ALTER TABLE author RENAME TO writer;
