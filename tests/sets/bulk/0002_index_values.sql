CREATE INDEX measure_value ON measure (value);
