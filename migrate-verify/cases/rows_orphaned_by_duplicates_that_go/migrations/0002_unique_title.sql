DELETE FROM channel WHERE id NOT IN (SELECT min(id) FROM channel GROUP BY title);
CREATE UNIQUE INDEX channel_title ON channel (title);
