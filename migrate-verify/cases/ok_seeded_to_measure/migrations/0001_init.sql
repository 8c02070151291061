CREATE TABLE client (
    id TEXT NOT NULL PRIMARY KEY CHECK (substr(id, 1, 4) = 'usr_' AND length(id) = 28),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    code TEXT NOT NULL CHECK (length(code) = 6 AND code NOT GLOB '*[^A-Z2-7]*')
);
