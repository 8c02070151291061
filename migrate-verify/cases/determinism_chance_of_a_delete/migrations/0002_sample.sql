DELETE FROM event WHERE random() % 2 = 0;
