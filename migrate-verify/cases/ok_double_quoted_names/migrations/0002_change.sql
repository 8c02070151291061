PRAGMA foreign_keys = "off";
INSERT INTO "User" ("email", "name") VALUES ('say "hi"', NULL);
UPDATE "User" SET "name" = "email" WHERE "rowid" > 0;
ALTER TABLE "User" ADD COLUMN "age" INTEGER CHECK ("age" > 0);
ALTER TABLE "User" RENAME COLUMN "age" TO "years";
WITH "w" AS (SELECT 1 AS "x") INSERT INTO "User" ("email") SELECT "x" FROM "w";
