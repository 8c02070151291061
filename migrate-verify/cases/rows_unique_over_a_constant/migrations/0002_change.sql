CREATE UNIQUE INDEX setting_one ON setting ((0));
