CREATE TABLE auth_sign_in (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES auth_account (id) ON DELETE CASCADE,
    at TEXT NOT NULL
);
CREATE INDEX auth_sign_in_account ON auth_sign_in (account);
