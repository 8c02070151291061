CREATE TABLE channel (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE post (id INTEGER PRIMARY KEY, channel_id INTEGER NOT NULL REFERENCES channel (id));
CREATE INDEX post_channel ON post (channel_id);
