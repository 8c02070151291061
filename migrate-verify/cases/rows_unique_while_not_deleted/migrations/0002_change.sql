CREATE UNIQUE INDEX tag_name ON tag (name) WHERE deleted_at IS NULL;
