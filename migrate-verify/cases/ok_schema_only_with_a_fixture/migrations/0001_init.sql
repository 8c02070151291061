CREATE TABLE code (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL CHECK (hex(text) LIKE '51%5A' AND length(text) = 11 AND instr(text, 'ab') = 5)
);
