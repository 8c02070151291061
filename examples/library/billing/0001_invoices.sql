-- Of tables of another set, a set knows nothing: what an account is, the program says.
CREATE TABLE billing_invoice (id INTEGER PRIMARY KEY, account INTEGER NOT NULL, cents INTEGER NOT NULL CHECK (cents > 0));
CREATE INDEX billing_invoice_account ON billing_invoice (account);
