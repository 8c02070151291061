CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    cents INTEGER NOT NULL CHECK (cents >= 0)
) STRICT;
INSERT INTO product (name, cents) VALUES ('coffee', 420), ('tea', 350);
