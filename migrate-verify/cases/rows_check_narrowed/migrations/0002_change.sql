CREATE TABLE task_new (id INTEGER PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('new', 'open', 'done')));
INSERT INTO task_new (id, state) SELECT id, state FROM task;
DROP TABLE task;
ALTER TABLE task_new RENAME TO task;
