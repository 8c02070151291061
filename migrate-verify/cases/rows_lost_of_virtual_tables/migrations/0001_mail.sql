CREATE VIRTUAL TABLE mail USING fts5(subject, body);
CREATE VIRTUAL TABLE place USING rtree(id, west, east);
