CREATE TABLE t (name TEXT CHECK (name GLOB '[a-z]*'));
INSERT INTO t VALUES ('a');
