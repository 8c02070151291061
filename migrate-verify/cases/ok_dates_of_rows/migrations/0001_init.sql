CREATE TABLE event (id INTEGER PRIMARY KEY, at TEXT DEFAULT CURRENT_TIMESTAMP, lot INTEGER DEFAULT (random()), text TEXT);
CREATE TRIGGER event_touched AFTER INSERT ON event BEGIN UPDATE event SET at = datetime('now') WHERE id = new.id; END;
