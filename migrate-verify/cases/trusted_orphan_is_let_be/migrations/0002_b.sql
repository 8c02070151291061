UPDATE c SET x = 2 WHERE x = 1;
