-- migrate: phase expand
-- migrate: compatible-with 1
DROP VIEW names;
ALTER TABLE parent RENAME TO person;
CREATE VIEW names AS SELECT id, name FROM person;
CREATE VIEW parent AS SELECT id, name FROM person;
CREATE TRIGGER parent_insert INSTEAD OF INSERT ON parent BEGIN INSERT INTO person (id, name) VALUES (NEW.id, NEW.name); END;
CREATE TRIGGER parent_update INSTEAD OF UPDATE ON parent BEGIN UPDATE person SET name = NEW.name WHERE id = OLD.id; END;
CREATE TRIGGER parent_delete INSTEAD OF DELETE ON parent BEGIN DELETE FROM person WHERE id = OLD.id; END;
