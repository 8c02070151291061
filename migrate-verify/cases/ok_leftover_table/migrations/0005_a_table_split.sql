CREATE TABLE city (name TEXT PRIMARY KEY);
INSERT INTO city SELECT DISTINCT city FROM post;
CREATE TABLE post_new (id INTEGER PRIMARY KEY, user_id INTEGER, city TEXT REFERENCES city);
INSERT INTO post_new SELECT post.id, post.user_id, city.name FROM post JOIN city ON city.name = post.city;
DROP TABLE post;
ALTER TABLE post_new RENAME TO post;
