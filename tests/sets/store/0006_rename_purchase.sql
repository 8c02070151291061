ALTER TABLE purchase RENAME TO orders;
