CREATE VIRTUAL TABLE v USING vec0(id integer primary key, embedding float[768], +aux text, distance_metric=cosine);
