CREATE TABLE t (x TEXT CHECK (is_ok(x)));
