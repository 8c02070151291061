UPDATE c SET x = 2;
