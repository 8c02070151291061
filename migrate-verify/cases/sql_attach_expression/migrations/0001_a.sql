ATTACH 'a' || '.db' AS x;
