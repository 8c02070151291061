DROP VIEW titles;
DROP TABLE note;
