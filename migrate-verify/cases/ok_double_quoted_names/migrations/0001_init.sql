CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "email" TEXT NOT NULL DEFAULT 'a "b" c', "name" TEXT, CONSTRAINT "named" CHECK ("name" <> '"'));
CREATE UNIQUE INDEX "User_email_key" ON "User"("email" COLLATE "NOCASE") WHERE "name" IS NOT NULL;
CREATE VIEW "Names" AS SELECT "u"."name" AS "N" FROM "User" AS "u" ORDER BY "N";
CREATE TRIGGER "t" AFTER UPDATE OF "name" ON "User" BEGIN SELECT "new"."name"; END;
