-- migrate: phase expand
-- migrate: compatible-with 1
ALTER TABLE account ADD COLUMN external TEXT;
ALTER TABLE account ADD COLUMN is_main INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done'));
CREATE UNIQUE INDEX account_external ON account (account, external);
CREATE UNIQUE INDEX account_main ON account (account) WHERE is_main;
CREATE UNIQUE INDEX account_id ON account (id, account);
CREATE INDEX account_kind ON account (body ->> '$.kind', substring(kind, 1, 1));
CREATE TRIGGER account_state BEFORE UPDATE OF state ON account WHEN NEW.state = 'new' BEGIN SELECT RAISE(ABORT, 'no way back'); END;
