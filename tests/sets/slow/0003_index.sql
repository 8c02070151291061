CREATE INDEX note_slug ON note (slug);
