CREATE TABLE visit (page TEXT NOT NULL);
CREATE TABLE page (name TEXT PRIMARY KEY NOT NULL, visits INTEGER NOT NULL);
INSERT INTO page (name, visits) SELECT page, 1 FROM visit
    ON CONFLICT (name) DO UPDATE SET visits = visits + 1;
