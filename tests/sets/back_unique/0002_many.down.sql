-- Somebody may have written the same name twice since.
CREATE UNIQUE INDEX item_name
    ON item (name);
