CREATE INDEX reading_by_time ON reading (at);
