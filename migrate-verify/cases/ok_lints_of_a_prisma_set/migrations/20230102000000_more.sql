-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Post" ("id" TEXT NOT NULL PRIMARY KEY, "authorId" INTEGER NOT NULL, "data" TEXT NOT NULL DEFAULT '{}', "title" TEXT,
 CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE);
INSERT INTO "new_Post" ("authorId", "data", "id") SELECT "authorId", "data", "id" FROM "Post";
DROP TABLE "Post";
ALTER TABLE "new_Post" RENAME TO "Post";
CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
