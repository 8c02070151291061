-- migrate: no-transaction
PRAGMA analysis_limit = 400;
PRAGMA case_sensitive_like = ON;
PRAGMA full_column_names = ON;
PRAGMA journal_size_limit = 4096;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA max_page_count = 5000;
PRAGMA mmap_size = 65536;
PRAGMA secure_delete = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA foreign_keys = OFF;
PRAGMA busy_timeout = 3;
INSERT INTO word VALUES ('tuned');
CREATE UNIQUE INDEX word_text ON word (text);
