DROP TABLE count;
CREATE TABLE count (name TEXT PRIMARY KEY, number INTEGER);
INSERT INTO count SELECT name, count(*) FROM user GROUP BY name;
