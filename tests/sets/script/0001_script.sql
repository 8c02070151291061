-- One statement ends where SQLite says so; a semicolon; in a comment ends nothing.
/* Neither does this one; nor 'this */
CREATE TABLE "café; bar" (
    id INTEGER PRIMARY KEY, -- a comment; 'with a quote
    [semi;colon] TEXT DEFAULT ';',
    `back;tick` TEXT CHECK (`back;tick` <> ';'';'),
    nul BLOB DEFAULT X'00'
);;
;
CREATE TABLE log (id INTEGER PRIMARY KEY, entry TEXT NOT NULL);

CREATE TRIGGER café_log AFTER INSERT ON "café; bar"
WHEN new.id > CASE WHEN 1 THEN 0 END
BEGIN
    INSERT INTO log (entry) VALUES ('added; ' || new.id || ' END;');
    /* END; */
    UPDATE log SET entry = entry || CASE WHEN 1 THEN 'é;' ELSE 'END;' END;
    SELECT CASE WHEN new.id < 0 THEN RAISE(ABORT, 'no; not this') END;
END;
INSERT INTO "café; bar" ([semi;colon], nul) VALUES ('two
lines; one value', X'00'), ('a' || char(0) || 'b', NULL) /* ; */ ; INSERT INTO log (entry) VALUES ('🐌; same line');
EXPLAIN SELECT 1;
SELECT * FROM log;
CREATE VIEW entry AS SELECT entry AS "ü;" FROM log -- no semicolon at the end
