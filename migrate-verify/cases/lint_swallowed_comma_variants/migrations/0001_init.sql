CREATE TABLE a (
  id INTEGER PRIMARY KEY,
  age INTEGER
  date TEXT,
  "order" TEXT point VARCHAR(20)
);
