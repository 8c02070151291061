CREATE VIRTUAL TABLE places USING geopoly_of_ours(a);
