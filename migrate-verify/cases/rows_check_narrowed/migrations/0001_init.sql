CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('new', 'open', 'done', 'lost')));
