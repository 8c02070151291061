-- migrate: no-transaction
ATTACH 'a' || '.db' AS x;
