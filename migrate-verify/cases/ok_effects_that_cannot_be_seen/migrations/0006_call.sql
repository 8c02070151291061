SELECT init_all(1);
