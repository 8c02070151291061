CREATE TABLE child (parent REFERENCES parent (id));
INSERT INTO child VALUES (1);
