CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    mail TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;
CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    cents INTEGER NOT NULL CHECK (cents >= 0)
) STRICT;
CREATE TABLE purchase (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer ON DELETE RESTRICT,
    placed_at TEXT NOT NULL
) STRICT;
CREATE INDEX purchase_customer ON purchase (customer_id);
CREATE TABLE line (
    purchase_id INTEGER NOT NULL REFERENCES purchase (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES product (id),
    amount INTEGER NOT NULL DEFAULT 1 CHECK (amount > 0),
    PRIMARY KEY (purchase_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX line_product ON line (product_id);
CREATE TABLE import (line INTEGER PRIMARY KEY, text TEXT NOT NULL);
