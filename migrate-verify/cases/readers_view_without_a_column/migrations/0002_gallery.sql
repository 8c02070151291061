DROP VIEW gallery;
CREATE VIEW gallery AS SELECT id, path AS file, upper(path) AS title FROM photo;
