CREATE TABLE a(x);
CREATE INDEX i ON a(slug(x, 'a,(b', 3));
