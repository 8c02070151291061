CREATE TEMP TABLE left_table (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT UNIQUE);
CREATE INDEX temp.left_index ON left_table (text);
INSERT INTO left_table (text) SELECT text FROM word;
CREATE TEMPORARY VIEW left_view AS SELECT text FROM left_table;
CREATE TEMP TRIGGER left_trigger AFTER INSERT ON word BEGIN INSERT INTO left_table (text) VALUES (new.text); END;
CREATE TABLE temp."left ""quoted""" (id INTEGER PRIMARY KEY);
INSERT INTO word VALUES ('left');
