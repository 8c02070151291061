CREATE VIRTUAL TABLE v USING vec0(embedding float[8]);
