DELETE FROM parent WHERE name = '';
