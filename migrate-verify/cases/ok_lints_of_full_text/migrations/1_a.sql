CREATE TABLE doc (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE VIRTUAL TABLE doc_fts USING fts5(title, body, content='doc', content_rowid='id');
CREATE TRIGGER doc_ai AFTER INSERT ON doc BEGIN INSERT INTO doc_fts(rowid, title, body) VALUES (new.id, new.title, new.body); END;
CREATE TRIGGER doc_ad AFTER DELETE ON doc BEGIN INSERT INTO doc_fts(doc_fts, rowid, title, body) VALUES('delete', old.id, old.title, old.body); END;
CREATE TRIGGER "doc_au" AFTER UPDATE ON "doc" BEGIN INSERT INTO "doc_fts"("doc_fts", "rowid", "title", "body") VALUES('delete', "old"."id", old.title, old.body); SELECT RAISE(ABORT, 'x') WHERE 0; END;
CREATE VIRTUAL TABLE geo USING rtree(id, minx, maxx);
