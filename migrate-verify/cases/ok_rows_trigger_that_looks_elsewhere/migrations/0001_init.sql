CREATE TABLE period (id INTEGER PRIMARY KEY, name TEXT NOT NULL, closed_at TEXT);
CREATE TABLE entry (id INTEGER PRIMARY KEY, period_id INTEGER NOT NULL REFERENCES period (id), memo TEXT NOT NULL DEFAULT '');
CREATE INDEX entry_period ON entry (period_id);
CREATE TRIGGER entry_closed BEFORE UPDATE ON entry
WHEN EXISTS (SELECT 1 FROM period WHERE id = old.period_id AND closed_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the period is closed'); END;
