CREATE TABLE a(x);

CREATE INDEX i
  ON a(y);
