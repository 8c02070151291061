CREATE TABLE schema_migrations(version TEXT);
