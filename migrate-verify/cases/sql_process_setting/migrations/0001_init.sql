PRAGMA soft_heap_limit = 1000000;
