CREATE TABLE t (a, INDEX t_a (a));
