CREATE INDEX tag_name ON tag (name);
