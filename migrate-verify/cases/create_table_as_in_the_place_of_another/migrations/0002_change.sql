CREATE TABLE "user new" AS SELECT * FROM user;
DROP TABLE user;
ALTER TABLE "user new" RENAME TO user;
