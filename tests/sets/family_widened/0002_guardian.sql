ALTER TABLE child ADD COLUMN guardian_id INTEGER REFERENCES parent (id);
UPDATE child SET guardian_id = (SELECT id FROM parent WHERE parent.id = child.parent_id);
