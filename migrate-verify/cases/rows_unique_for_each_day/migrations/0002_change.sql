CREATE UNIQUE INDEX visit_day ON visit (who, date(at));
