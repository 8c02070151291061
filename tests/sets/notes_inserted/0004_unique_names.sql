-- Names have been free so far.
UPDATE note SET body = trim(body);

CREATE UNIQUE INDEX author_name ON author (name);
