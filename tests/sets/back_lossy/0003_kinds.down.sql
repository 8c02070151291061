DELETE FROM kind WHERE name = 'idea';
