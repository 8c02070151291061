DELETE FROM loose WHERE text = 'b';
UPDATE item SET note = note || kind WHERE id < 3;
CREATE TABLE change (item INTEGER);
CREATE TRIGGER item_added AFTER INSERT ON item BEGIN INSERT INTO change VALUES (NEW.id); END;
INSERT INTO item (kind) SELECT name FROM kind WHERE weight < 1 ORDER BY name DESC;
