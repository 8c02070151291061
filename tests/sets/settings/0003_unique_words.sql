PRAGMA recursive_triggers = ON;
PRAGMA cache_size = 18;
CREATE UNIQUE INDEX word_text ON word (text);
