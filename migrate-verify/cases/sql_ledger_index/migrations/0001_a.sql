CREATE INDEX x ON schema_migrations (version);
