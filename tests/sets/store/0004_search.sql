CREATE VIRTUAL TABLE product_search USING fts5(name, content = 'product', content_rowid = 'id');
INSERT INTO product_search (product_search) VALUES ('rebuild');
CREATE TRIGGER product_search_insert AFTER INSERT ON product BEGIN
    INSERT INTO product_search (rowid, name) VALUES (new.id, new.name);
END;
CREATE TRIGGER product_search_update AFTER UPDATE OF name ON product BEGIN
    INSERT INTO product_search (product_search, rowid, name) VALUES ('delete', old.id, old.name);
    INSERT INTO product_search (rowid, name) VALUES (new.id, new.name);
END;
