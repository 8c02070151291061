//! What is said of SQL that does not work. A stage calls the constructor of its mistake and words nothing itself.

pub(crate) mod order;
pub(crate) mod sql;
pub(crate) mod whole;
