//! SQLite migrations that are run by the compiler.

pub use migrate_runtime::*;

/// Embeds a directory of migrations.
#[macro_export]
macro_rules! embed_migrations {
    ($($arguments:tt)*) => {
        $crate::__private::embed!([$crate] $($arguments)*);
    };
}

/// For the expansion of [`embed_migrations!`]. Not covered by semver.
#[doc(hidden)]
pub mod __private {
    pub use migrate_macros::embed;
    pub use migrate_runtime::__private::*;
}
