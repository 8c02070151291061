ALTER TABLE message RENAME TO message_old;
CREATE TABLE message (id INTEGER PRIMARY KEY, text TEXT);
