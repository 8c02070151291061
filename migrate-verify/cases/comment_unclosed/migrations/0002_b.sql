CREATE TABLE c (x); /**/
/*/ open
