CREATE TABLE "note" ("id" INTEGER PRIMARY KEY, "body" TEXT DEFAULT "", tags TEXT DEFAULT "[]", kind TEXT DEFAULT 'x', state TEXT DEFAULT open);
