DELETE FROM session WHERE expires_at < datetime('now');
DELETE FROM session WHERE seen < unixepoch('now');
