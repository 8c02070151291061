INSERT INTO doc_fts(doc_fts) VALUES ('rebuild');
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) INSERT INTO doc (title) SELECT 'd' || i FROM n;
INSERT INTO doc (id, title) VALUES (9, 'x') ON CONFLICT (id) DO UPDATE SET title = "excluded"."title";
