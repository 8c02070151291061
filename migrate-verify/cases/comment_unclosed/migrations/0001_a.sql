CREATE TABLE a (x);
/* and then
CREATE TABLE b (x);
