//! The migrations of the shop. What may be done with them, the features of each program say.

embed_migrations::embed_migrations!(set = "shop", policy = reversible);
