CREATE TABLE shelf (
    id INTEGER PRIMARY KEY,
    label TEXT NOT NULL UNIQUE,
    within INTEGER REFERENCES shelf (id)
) STRICT;
CREATE INDEX shelf_within ON shelf (within);
ALTER TABLE product ADD COLUMN shelf_id INTEGER REFERENCES shelf (id) ON DELETE SET NULL;
CREATE INDEX product_shelf ON product (shelf_id);
