INSERT INTO event (text) VALUES ('CURRENT_TIMESTAMP random() datetime(''now'')');
UPDATE event SET at = datetime(at, '+1 day');
INSERT INTO event (at, text) VALUES (strftime('%Y', 1234, 'unixepoch'), date('2020-01-01'));
CREATE VIEW recent AS SELECT * FROM event WHERE at > datetime('now', '-1 day');
DELETE FROM event WHERE at < datetime('now', '-10 years');
