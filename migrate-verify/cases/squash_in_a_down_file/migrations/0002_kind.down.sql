-- migrate: replaces 1..1
DROP TABLE kind;
