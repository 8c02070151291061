CREATE TABLE t (id BLOB PRIMARY KEY CHECK (length(id) = 16), slug TEXT CHECK (slug GLOB '[a-z]*')) STRICT;
CREATE TABLE u (name TEXT NOT NULL);
INSERT INTO u VALUES ('A'), ('B');
INSERT INTO t (id) SELECT uuid7() FROM u;
UPDATE u SET name = slugify(name);
INSERT INTO t (id, slug) SELECT x'00112233445566778899aabbccddeeff', slugify(name) FROM u LIMIT 1;
