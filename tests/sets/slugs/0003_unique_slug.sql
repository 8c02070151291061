CREATE UNIQUE INDEX note_slug ON note (slug);
