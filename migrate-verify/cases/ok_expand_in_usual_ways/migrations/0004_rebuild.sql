-- migrate: phase expand
-- migrate: compatible-with 1
-- migrate: allow(unfiltered-delete): not here
CREATE TABLE account_new (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    kind VARCHAR(10) CHECK (kind in ('a','b','c')),
    body TEXT CHECK (json_valid(body)),
    a INT, b INT,
    external TEXT,
    is_main INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done')),
    UNIQUE (b, a)
);
INSERT INTO account_new SELECT id, account, kind, body, a, b, external, is_main, state FROM account;
DROP TABLE account;
ALTER TABLE account_new RENAME TO account;
CREATE UNIQUE INDEX account_external ON account (account, external);
CREATE UNIQUE INDEX account_main ON account (account) WHERE is_main;
CREATE UNIQUE INDEX account_id ON account (id, account);
CREATE INDEX account_kind ON account (body ->> '$.kind', substring(kind, 1, 1));
create trigger account_check before insert on "account" when new.account < 0 begin select raise(abort, 'negative'); end;
CREATE TRIGGER account_state BEFORE UPDATE OF state ON account WHEN NEW.state = 'new' BEGIN SELECT RAISE(ABORT, 'no way back'); END;
