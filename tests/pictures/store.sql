CREATE TABLE "customer" (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE line (
    purchase_id INTEGER NOT NULL REFERENCES "orders" (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES product (id),
    amount INTEGER NOT NULL DEFAULT 1 CHECK (amount > 0),
    PRIMARY KEY (purchase_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX line_product ON line (product_id);
CREATE TABLE "orders" (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer ON DELETE RESTRICT,
    placed_at TEXT NOT NULL
) STRICT;
CREATE INDEX purchase_customer ON "orders" (customer_id);
CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    cents INTEGER NOT NULL CHECK (cents >= 0)
, shelf_id INTEGER REFERENCES shelf (id) ON DELETE SET NULL, slug TEXT) STRICT;
CREATE INDEX product_shelf ON product (shelf_id);
CREATE VIRTUAL TABLE product_search USING fts5(name, content = 'product', content_rowid = 'id');
CREATE TABLE refund (
    id INTEGER PRIMARY KEY,
    purchase_id INTEGER NOT NULL,
    line_number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    cents INTEGER NOT NULL,
    UNIQUE (purchase_id, line_number),
    FOREIGN KEY (purchase_id, line_number) REFERENCES line (purchase_id, number) ON UPDATE CASCADE ON DELETE CASCADE
) STRICT;
CREATE TABLE shelf (
    id INTEGER PRIMARY KEY,
    label TEXT NOT NULL UNIQUE,
    within INTEGER REFERENCES shelf (id)
) STRICT;
CREATE INDEX shelf_within ON shelf (within);
CREATE VIEW turnover (product, cents) AS
SELECT product.name, sum(line.amount * product.cents)
FROM line JOIN product ON product.id = line.product_id
GROUP BY product.id;
CREATE TRIGGER product_search_insert AFTER INSERT ON product BEGIN
    INSERT INTO product_search (rowid, name) VALUES (new.id, new.name);
END;
CREATE TRIGGER product_search_update AFTER UPDATE OF name ON product BEGIN
    INSERT INTO product_search (product_search, rowid, name) VALUES ('delete', old.id, old.name);
    INSERT INTO product_search (rowid, name) VALUES (new.id, new.name);
END;
