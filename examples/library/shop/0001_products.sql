CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, cents INTEGER NOT NULL CHECK (cents > 0));
INSERT INTO product (name, cents) VALUES ('cup', 950), ('pot', 2400), ('tea', 650);
