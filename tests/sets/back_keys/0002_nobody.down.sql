DELETE FROM author WHERE id = 0;
