CREATE TABLE "wéird ""name""" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    "a b" ANY DEFAULT 'it''s' COLLATE nocase,
    [c,d] REAL DEFAULT (1 + 2) NOT NULL CHECK ([c,d] > 0),
    CONSTRAINT filled CHECK ("a b" <> '')
) STRICT; -- the comment stays
CREATE TABLE child (
    a TEXT, b TEXT, up INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED,
    both INT AS (a || b) VIRTUAL,
    small TEXT GENERATED ALWAYS AS (lower(a)) STORED,
    code TEXT COLLATE rtrim UNIQUE,
    PRIMARY KEY (b, a),
    FOREIGN KEY (up, code) REFERENCES child (b, a) ON DELETE SET NULL ON UPDATE CASCADE
) WITHOUT ROWID;
CREATE TABLE parent (id INTEGER PRIMARY KEY, any ANY);
CREATE UNIQUE INDEX "by small" ON child (lower(a) DESC, code, up COLLATE nocase DESC) WHERE a > 'x';
CREATE VIRTUAL TABLE docs USING fts5(title, content='');
CREATE VIEW names AS SELECT a AS first, up FROM child /* all */;
CREATE VIEW broken AS SELECT * FROM nowhere;
CREATE TRIGGER "on" AFTER INSERT ON child BEGIN DELETE FROM parent; END;
