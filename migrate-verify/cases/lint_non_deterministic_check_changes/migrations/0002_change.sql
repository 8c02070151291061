ALTER TABLE note ADD COLUMN count INTEGER CHECK (count >= Changes());
