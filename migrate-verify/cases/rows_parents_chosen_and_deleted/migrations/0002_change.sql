DELETE FROM team WHERE state = 'b';
