//! What the rows are like.
