-- migrate: no-transaction please
-- migrate: foreign-keys on
-- migrate: irreversible rows are gone
-- migrate: allow drop-table: empty
-- migrate: allow(): empty
-- migrate: allow(a b): empty
-- migrate: allow(a
CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT NOT NULL);
