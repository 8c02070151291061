CREATE TABLE span (a INT, b INT, CHECK (a < b), minutes INTEGER);
