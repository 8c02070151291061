-- The index keeps no text of its own: it reads `note`, and the triggers keep it current.
CREATE VIRTUAL TABLE note_search USING fts5(text, content = 'note', content_rowid = 'id');

INSERT INTO note_search (note_search) VALUES ('rebuild');

CREATE TRIGGER note_search_insert AFTER INSERT ON note BEGIN
    INSERT INTO note_search (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER note_search_delete AFTER DELETE ON note BEGIN
    INSERT INTO note_search (note_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TRIGGER note_search_update AFTER UPDATE OF text ON note BEGIN
    INSERT INTO note_search (note_search, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO note_search (rowid, text) VALUES (new.id, new.text);
END;
