-- migrate: no-transaction
PRAGMA secure_delete = ON;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_size_limit = 4096;
PRAGMA max_page_count = 5000;
PRAGMA mmap_size = 65536;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA foreign_keys = OFF;
PRAGMA busy_timeout = 3;
INSERT INTO word VALUES ('tuned');
CREATE UNIQUE INDEX word_text ON word (text);
