CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);
CREATE VIEW person AS SELECT id, name FROM user;
CREATE TRIGGER person_named INSTEAD OF UPDATE ON person BEGIN UPDATE user SET name = new.name WHERE id = new.id; END;
CREATE TRIGGER person_gone INSTEAD OF DELETE ON person BEGIN DELETE FROM user WHERE id = old.id; END;
