/* CREATE TABLE never (id); */
CREATE TABLE "a;b" (id INTEGER PRIMARY KEY, "x""y" TEXT DEFAULT ';'); -- ; ;
;;
CREATE TRIGGER [t;] AFTER INSERT ON "a;b" BEGIN
    UPDATE "a;b" SET "x""y" = CASE WHEN NEW.id > 1 THEN 'end;' ELSE 'é;' END WHERE id = NEW.id;
    SELECT 1;
END;
INSERT INTO "a;b" DEFAULT VALUES;
-- the end
