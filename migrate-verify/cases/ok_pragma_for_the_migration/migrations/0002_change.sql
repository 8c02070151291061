PRAGMA legacy_alter_table = ON;
PRAGMA ignore_check_constraints = ON;
PRAGMA analysis_limit = 400;
PRAGMA cache_size;
ANALYZE;
PRAGMA optimize;
