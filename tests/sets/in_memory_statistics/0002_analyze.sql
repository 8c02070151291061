-- SQLite counts the rows of the history, too.
ANALYZE;
