DROP VIEW person;
CREATE VIEW person AS SELECT id, name, email FROM user;
CREATE TRIGGER person_gone INSTEAD OF DELETE ON person BEGIN DELETE FROM user WHERE id = old.id; END;
