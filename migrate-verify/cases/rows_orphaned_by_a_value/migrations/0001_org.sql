CREATE TABLE org (id INTEGER PRIMARY KEY, status TEXT NOT NULL);
CREATE TABLE member (id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL REFERENCES org (id));
CREATE INDEX member_org ON member (org_id);
CREATE TABLE plan (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO plan VALUES ('free'), ('trial'), ('team');
CREATE TABLE contract (id INTEGER PRIMARY KEY, plan TEXT NOT NULL REFERENCES plan (code));
CREATE INDEX contract_plan ON contract (plan);
