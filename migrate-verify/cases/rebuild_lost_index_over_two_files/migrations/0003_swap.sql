DROP TABLE person;
ALTER TABLE person_new RENAME TO person;
