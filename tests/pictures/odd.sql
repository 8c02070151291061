CREATE TABLE "</script><b>" (
    "a ""quoted"" name" INTEGER PRIMARY KEY,
    "<img src=x onerror=alert(1)>" TEXT DEFAULT '</style><i>&amp;',
    "pk" TEXT CHECK ("pk" <> '<b>'),
    "%d \\ `tick` #1;" "TYPE, of (2, 3)"
);
CREATE INDEX "index ""of"" <it>" ON "</script><b>" ("pk" DESC, length("pk")) WHERE "pk" IS NOT NULL;
CREATE TABLE "erDiagram direction LR" (
    "to" TEXT REFERENCES "über 名前 😀" ("direction TB"),
    one TEXT,
    FOREIGN KEY (one, "to") REFERENCES "über 名前 😀"
);
CREATE TABLE "über 名前 😀" (
    "1st" TEXT,
    "second column" INTEGER REFERENCES "</script><b>",
    "direction TB" TEXT UNIQUE,
    "a_very_long_name_that_nobody_would_type_twice_but_some_generator_has_made" VARCHAR(255) NOT NULL DEFAULT '',
    kind,
    PRIMARY KEY ("1st", kind)
);
CREATE VIEW "a view" ("the ""first""") AS SELECT 1;
CREATE TRIGGER "</pre><b>" AFTER INSERT ON "</script><b>" BEGIN SELECT '</pre></code><b>'; END;
