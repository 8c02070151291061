#![forbid(warnings, missing_docs, unreachable_pub, unsafe_code)]
//! A strict crate.

/// Its migrations.
pub mod migrations {
    embed_migrations::embed_migrations!();
}
