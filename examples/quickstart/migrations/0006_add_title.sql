ALTER TABLE note ADD COLUMN title TEXT NOT NULL DEFAULT '';

-- The title of an older note is its first line.
UPDATE note SET title = substr(text, 1, instr(text || char(10), char(10)) - 1);
