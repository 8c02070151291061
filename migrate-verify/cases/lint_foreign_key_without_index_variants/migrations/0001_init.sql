CREATE TABLE a (x INTEGER, y INTEGER, PRIMARY KEY (x, y));
CREATE TABLE second_column (
  x INTEGER,
  y INTEGER,
  other INTEGER,
  FOREIGN KEY (x, y) REFERENCES a (x, y)
);
CREATE INDEX second_column_x_y ON second_column (other, x, y);
CREATE TABLE "by expression" (id INTEGER PRIMARY KEY, "the x" INTEGER, y INTEGER);
CREATE INDEX by_expression ON "by expression" (abs("the x"));
CREATE INDEX partly ON "by expression" (y) WHERE y > 0;
