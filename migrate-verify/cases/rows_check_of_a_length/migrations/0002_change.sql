CREATE TABLE task_new (id INTEGER PRIMARY KEY, title TEXT NOT NULL CHECK (length(title) <= 100), points INTEGER NOT NULL);
INSERT INTO task_new (id, title, points) SELECT id, title, points FROM task;
DROP TABLE task;
ALTER TABLE task_new RENAME TO task;
