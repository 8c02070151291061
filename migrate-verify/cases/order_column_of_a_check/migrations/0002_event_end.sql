ALTER TABLE event ADD COLUMN ends_at INTEGER CHECK (ends_at >= starts_at);
