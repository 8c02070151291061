CREATE INDEX product_name ON product (name);
