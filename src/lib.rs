//! SQLite migrations that are run by the compiler: if it compiles, it migrates.
//!
//! ```
//! mod migrations {
//!     // Without a path: the directory `migrations` beside Cargo.toml.
//!     embed_migrations::embed_migrations!("examples/quickstart/migrations", set = "notes");
//! }
//! use migrations::{MIGRATIONS, Version};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut db = rusqlite::Connection::open_in_memory()?;
//! MIGRATIONS.apply_to(&mut db, Version::AddTags)?; // up to here …
//! MIGRATIONS.apply(&mut db)?; // … or all of them
//! assert!(MIGRATIONS.status(&db)?.is_up_to_date());
//! # Ok(()) }
//! ```
//!
//! While the crate is compiled, [`embed_migrations!`] reads the files, and applies them to SQLite databases in memory: to
//! an empty one, and to some whose tables hold rows. A migration that does not work is a compile error with its file, line
//! and column, one that is worth a word a warning. The program holds the texts as constants and applies them with the very
//! code that the macro has used.
//!
//! # What a program asks of a set
//!
//! | | changes the database | for |
//! |---|---|---|
//! | `MIGRATIONS.apply(&mut db)` | yes | applying what is pending; on a current database it reads one row |
//! | `MIGRATIONS.apply_to(&mut db, Version::AddTags)` | yes | the same, up to a version |
//! | `MIGRATIONS.in_memory()` | a new one | [tests](#tests), with the feature `in-memory` |
//! | `MIGRATIONS.runner()` | yes | the same, with options: a `TransactionMode`, a `Backup`, an `Observer`, a `Cancellation`, how long a lock is waited for, whether drift is allowed |
//! | `MIGRATIONS.revert_to(&mut db, Version::Init)` | yes | going back to a version by the downs; `revert_last`, `revert_all` and `redo` are the others |
//! | `MIGRATIONS.plan_revert_to(&db, Version::Init)` | by `execute` | what would be reverted, and what would be lost |
//! | `MIGRATIONS.baseline(&mut db)` | yes | taking over a database that has the tables and no history |
//! | `MIGRATIONS.adopt(&mut db)` | yes | going on from the history of sqlx, refinery, diesel_migrations or rusqlite_migration |
//! | `MIGRATIONS.repair(&db)` | by `execute` | planning how a drifted database is mended |
//! | [`MIGRATIONS.check(&db)`](MigrationSet::check) | no | programs that never migrate: an error unless the database is current |
//! | [`MIGRATIONS.plan(&db)`](MigrationSet::plan) | no | what `apply` would run, or why it would refuse |
//! | [`MIGRATIONS.status(&db)`](MigrationSet::status) | no | a table of every migration and how it stands |
//! | [`MIGRATIONS.history(&db)`](MigrationSet::history) | no | what was applied, when, by which program |
//! | [`MIGRATIONS.log(&db)`](MigrationSet::log) | no | every attempt, with the error of those that failed |
//! | [`MIGRATIONS.drift(&db)`](MigrationSet::drift) | no | what somebody has changed in the schema by hand |
//!
//! All that is pending runs in one transaction, unless a file's directives need others, and a failure leaves the
//! database as it was. Foreign keys are not enforced meanwhile, because dropping a table would otherwise delete the rows
//! that refer to it; rows that refer to nothing are looked for before the commit. And the schema is compared with the one
//! that the program was compiled against, then and whenever it has changed: [`Error::Drifted`]. What can go wrong is one
//! type, [`Error`]; the states of a database and the ways out are listed in
//! [docs/states.md](https://github.com/embed-migrations/embed-migrations/blob/main/docs/states.md).
//!
//! A down gives back the schema, and no rows. What holds rows or values goes only if the call says so
//! (`RevertPlan::allow_loss`); a plan counts them, and a dry run tries all of it and takes it back.
//!
//! The history is kept in the table `schema_migrations`, and every attempt, failures too, in `schema_migration_log`.
//! Both are made by the first `apply`. Sets with different names share them.
//!
//! # Tests
//!
//! With the feature `in-memory`, which is meant for `[dev-dependencies]`, each test gets a database of its own in no more time than it
//! takes to copy one:
//!
#![cfg_attr(feature = "in-memory", doc = "```")]
#![cfg_attr(not(feature = "in-memory"), doc = "```ignore")]
//! # mod migrations {
//! #     embed_migrations::embed_migrations!("examples/quickstart/migrations", set = "notes");
//! # }
//! # use migrations::MIGRATIONS;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let db = MIGRATIONS.in_memory()?;
//! db.execute("INSERT INTO note (text, created_at) VALUES ('for this test', '2026-01-31')", [])?;
//! MIGRATIONS.check(&db)?;
//! # Ok(()) }
//! ```
//!
//! It is a connection as `Connection::open_in_memory` gives it, and what `apply` makes of that, from the history on. The build embeds
//! its pages, equal ones once, and of zeros only how many: 7 KB for 10 migrations, 53 KB for 100, 520 KB for 1,000 that leave 300
//! tables with a few rows each. A program that has several sets gets a copy of one of them, and the others by `apply`.
//!
//! # Features
//!
//! - `apply` (default): the code that changes a database. Without it, what is left only reads.
//! - `bundled` (default): SQLite is compiled from source, with a C compiler, for the build and for the program alike.
//!   Without it both use the SQLite of the system, 3.44 or later.
//! - `serde`: reports, plans and states implement `serde::Serialize`.
//! - `tracing`: `TracingObserver` tells `tracing` what is applied.
//! - `in-memory`: `MIGRATIONS.in_memory()`, [for tests](#tests).
//! - `operator`: `cli`, a whole program for operators.
//! - `cli`: that, and the binary `cargo migrate`, which `cargo install embed-migrations --features cli` installs. With it more is
//!   compiled, so a program takes `operator`.
//!
//! `rusqlite` stands in the signatures: a program depends on it too, in any version from 0.38 to 0.41.

/// Checks while the crate is compiled that a struct fits its table, and lets a program check that on a live database.
///
/// ```
/// # mod migrations {
/// embed_migrations::embed_migrations!("examples/quickstart/migrations", set = "notes");
/// # }
/// use embed_migrations::{Affinity, Aligned, ColumnType};
///
/// #[derive(Aligned)]
/// #[aligned(migrations::SCHEMA, table = "tag")]
/// struct Tag {
///     #[aligned(rename = "id")]
///     number: TagId,
///     name: String,
///     #[aligned(skip)]
///     is_selected: bool,
/// }
///
/// struct TagId(i64);
/// impl ColumnType for TagId { const AFFINITIES: &'static [Affinity] = i64::AFFINITIES; }
/// # fn main() {}
/// ```
///
/// It is a compile error, at the field, if
///
/// - a field is no column of the table or view, or a column has no field, unless `partial` stands in `#[aligned(…)]`;
/// - the type of a field is none for a column of that affinity: each type of a field is a [`ColumnType`], and a column without
///   a type takes all;
/// - a column can be NULL and its field is no `Option`, or the other way round. Without NOT NULL, a column of a primary key
///   can be NULL as well, but for `INTEGER PRIMARY KEY` and in STRICT and WITHOUT ROWID tables.
///
/// Of a view only the names are known. A field is called like its column, or says `#[aligned(rename = "…")]`; what
/// `#[serde(rename = "…")]` says counts, too. The first argument is the path of the `SCHEMA` that [`embed_migrations!`] has
/// defined; `crate = "…"` is the path of this crate where it is not `::embed_migrations`.
///
/// ```compile_fail
/// # mod migrations {
/// #     embed_migrations::embed_migrations!("examples/quickstart/migrations", set = "notes");
/// # }
/// #[derive(embed_migrations::Aligned)]
/// #[aligned(migrations::SCHEMA, table = "tag")]
/// struct Tag {
///     id: i64,
///     name: Option<String>, // column `name` of table `tag` is never NULL: write `String`
/// }
/// # fn main() {}
/// ```
#[cfg(feature = "operator")]
pub use migrate_cli as cli;
pub use migrate_macros::Aligned;
pub use migrate_runtime::*;

/// Embeds a directory of migrations.
///
/// It stands where items stand, in a module that has no other set, and defines three names there:
///
/// - `pub static MIGRATIONS: `[`MigrationSet`]`<Version>`, the migrations;
/// - `pub enum Version`, a variant for each, called as the file describes it: `AddTags` for `0002_add_tags.sql`;
/// - `pub static SCHEMA: `[`Schema`], the tables, columns, keys, indexes, views and triggers after the last one.
///
/// And a test, `migrations_are_current`, that fails if there are files that the crate was compiled without.
///
/// ```
/// # mod migrations {
/// embed_migrations::embed_migrations!("examples/quickstart/migrations", set = "notes");
/// # }
/// # use migrations::*;
/// # fn main() {
/// assert_eq!(MIGRATIONS.latest(), Some(Version::AddTitle));
/// assert_eq!(SCHEMA.table("tag").unwrap().columns()[1].name(), "name");
/// # }
/// ```
///
/// # Arguments
///
/// All are optional. A path may come first; `key = value` pairs follow, separated by commas.
///
/// | argument | meaning | default |
/// |---|---|---|
/// | `"db/migrations"` or `dir = "db/migrations"` | the directory, relative to Cargo.toml and inside the package | `"migrations"` |
/// | `set = "notes"` | the name under which databases keep the history of the set; never change it | the package's name |
/// | `locked = true` | a missing lock file is an error | `false` |
/// | `trusted_through = 42` | versions up to this one have run in production and are past mending: they still have to run on empty tables, and what else could be said of them is not said | nothing is trusted |
/// | `policy = reversible` | every migration has a down or says why not | each may have a down |
/// | `policy = forward_only` | no migration has a down | |
/// | `policy = schema_only` | nor changes rows, and the order of the file names is that of the versions | |
/// | `functions = ["uuid7/0", "regexp/2"]` | SQL functions that the program registers on a connection before it calls `apply`, with their number of arguments; `"f"` takes any number | none |
/// | `collations = ["UNICODE"]` | collations that it registers | none |
/// | `modules = ["vec0"]` | modules of virtual tables that it registers | none |
/// | `hooks = { AddSlug => crate::slugs }` | functions that are called behind a migration, which is named by its variant: [`Hook`] | none |
/// | `needs = { auth = 3, "other-library" = 7 }` | other sets that a database must have at this version or a later one, before this one is applied: [`Error::Needs`] | none |
/// | `allow = [drop_table, "if-not-exists"]` | these lints say nothing | the levels of the lints themselves |
/// | `warn = [quality]` | they are warnings | |
/// | `deny = [destructive]` | they are errors | |
///
/// # Files
///
/// A directory has one way of naming its files:
///
/// | | up | down |
/// |---|---|---|
/// | plain | `0001_init.sql`, `20260131120000_init.sql` | |
/// | paired | `0001_init.up.sql` | `0001_init.down.sql` |
/// | refinery, Flyway | `V1__init.sql` | |
/// | diesel | `2026-01-31-120000_init/up.sql` | `2026-01-31-120000_init/down.sql` |
///
/// Versions are numbers from 0 to `i64::MAX` and are ordered as such: `10_…` follows `9_…`, and `2_…` is `0002_…`. Gaps
/// are allowed. Files are UTF-8; a byte order mark and CRLF line ends change neither meaning nor checksum. Everything else
/// there is an error, but for hidden files, a README, the lock and the directory `fixtures`.
///
/// # The lock
///
/// `migrations.lock` in the same directory pins what was released: a line `SHA-256  FILE` for each file, in the order of
/// the versions, `#` for comments; `sha256sum --check` reads it. Where there is one, a file that differs from its line, is
/// missing, was renamed, or has no line is an error that names the way out. Without one, everything builds.
///
/// The crate is compiled again when a file that it was compiled with, or the lock, changes. A new file, be it the first
/// lock, cargo does not notice by itself, but a new line in the lock it does. What cargo does not notice is found by the
/// test above, and by `apply` and `check` of debug builds ([`Error::Stale`]).
///
/// # Directives
///
/// In the comments before the first statement of a file:
///
/// | directive | meaning |
/// |---|---|
/// | `-- migrate: no-transaction` | every statement commits alone, as VACUUM or a change of `journal_mode` needs it; an interrupted run goes on behind the last one. References between rows are not checked |
/// | `-- migrate: backfill, pause = 10ms` | the one statement is repeated until it changes nothing, each time in a transaction of its own; a pause, 1 ms to 60 s, is between two rounds, 10 ms if nothing is said |
/// | `-- migrate: phase expand`, `-- migrate: phase contract` | it adds what new programs need, or takes away what only old ones need: [`Phase`] |
/// | `-- migrate: compatible-with 40` | programs whose latest version is 40, or a later one, can work with the database behind it: [`NewerDatabase`] |
/// | `-- migrate: foreign-keys = on` | foreign keys are enforced while the file runs; `off` is the default, but for backfills |
/// | `-- migrate: irreversible: REASON` | there is no way back, and why |
/// | `-- migrate: replaces FIRST..LAST` | it is a squash: it makes at once what the files of these versions, both ends included, make one by one |
/// | `-- migrate: checksum sha256:HEX` | the checksum of the rest of the file, which is verified |
/// | `-- migrate: allow(LINT): REASON` | the lint says nothing of this file, and why |
///
/// # Backfills
///
/// ```sql
/// -- migrate: backfill
/// UPDATE note SET slug = lower(title)
/// WHERE id IN (SELECT id FROM note WHERE slug IS NULL LIMIT 1000);
/// ```
///
/// The file is one INSERT, UPDATE, DELETE or REPLACE, with a LIMIT of its own. Every round commits the rows that it has changed
/// with the record of how far the backfill is ([`HistoryEntry::backfilled`]). Then others have their turn, for as long as the
/// round has taken and at least for the pause, and a passive checkpoint keeps the write-ahead log short. The round that finds
/// less than the ones before is followed at once by the last one, so that a program which writes all the time does not keep the
/// backfill from ending.
///
/// A failure takes back its round, and not those before: `Error::Failed`. The next `apply` goes on there, as long as the file
/// still does the same to a row ([`Error::BackfillChanged`]); which rows it chooses, and how many, may be another. A backfill that
/// has changed ten times as many rows as its tables hold fails, because it chooses rows again that it has changed.
///
/// # Squashes
///
/// A file with `-- migrate: replaces 1..40` has the next version above 40. A database without any version from 1 on runs it
/// and none of the files that it replaces; one that has version 40 records it ([`Kind::Squashed`]); one in between runs the
/// rest of the files and records it then. Its chain follows what comes before version 1, whether the files are there or not.
///
/// While the files are there, `Version` has them, and the set is proved both ways, with the files and with the squash. What
/// these leave has to be the same: the schema, by [`Schema::differences`]; the numbers of rows; the values, but for those that
/// differ when the files are run with another clock, other chances and other values of declared functions; `user_version` and
/// `application_id`. Not compared are virtual tables, `sqlite_sequence`, and rowids that are no column.
///
/// Where there is a lock, it has a comment that states a digest of that schema and the release in which it was proved; the
/// build says which. The files can be deleted then, all together; their lines stay in the lock, which is read by
/// `sha256sum --check --ignore-missing`. The squash still has to make the schema of that digest, and a database in between is
/// refused ([`Error::Squashed`]).
///
/// # Hooks
///
/// A function `fn(&Hook<'_>) -> Result<(), E>`, with any error that fits into `Box<dyn Error + Send + Sync>`, is called behind
/// the SQL of its migration, in the same transaction. It stands in no file and in no checksum. A migration without a
/// transaction and a squash cannot have one; a squash that replaces the migration has to bring what the hook would leave.
///
/// ```
/// mod migrations {
///     embed_migrations::embed_migrations!(
///         "examples/quickstart/migrations",
///         set = "notes",
///         hooks = { AddTitle => super::titles },
///     );
/// }
///
/// fn titles(db: &embed_migrations::Hook<'_>) -> rusqlite::Result<()> {
///     db.execute("UPDATE note SET title = ?1 WHERE title = ''", ["untitled"])?;
///     Ok(())
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mut db = rusqlite::Connection::open_in_memory()?;
/// println!("{}", migrations::MIGRATIONS.plan(&db)?); // … add_title … (with a hook)
/// migrations::MIGRATIONS.apply(&mut db)?;
/// # Ok(()) }
/// ```
///
/// # What compiling proves
///
/// Every up file runs, in order, statement by statement, each file in a transaction of its own: on tables without rows
/// other than those that the files themselves insert, and on tables with made-up rows, which stay while migration follows
/// migration and get company whenever their table changes. What fails on rows of every kind is an error; so is a row or a
/// value that goes though no statement says so, and a row that refers to nothing when a file has run. What fails on some
/// rows is a lint, which shows them.
///
/// Every down gives back the schema from before, and its up runs once more. In the end every view and trigger compiles,
/// every function of a default exists, every foreign key has a parent key, every virtual table can be read, and
/// `PRAGMA integrity_check` is content. A statement that reaches for a file, another database or native code, or does not
/// come to an end, is an error; and so is a backfill that goes on for ever, or changes something behind its end.
///
/// Functions, collations and modules that are declared are replaced by simple ones. Where a value of such a function
/// does not fit a constraint, its statement is passed over.
///
/// It does not prove that a migration works on the rows that a database holds: those that are made up are few, and have
/// values that are plausible for their columns. It calls no hook, and does not know what one leaves. Nor does it know
/// how long one takes there. Of a down it does not prove that it gives back rows: most cannot.
///
/// # Fixtures
///
/// `fixtures/0001_init.sql`, in the directory of the migrations, inserts rows after the migration of that name, in the
/// build only: for tables of which a lint says that no row could be made up. Paired files have one without `.up`, a
/// directory of diesel's one with its name. The lock does not know it, and directives are not for it.
///
/// # Lints
///
/// What runs and is still worth a word is listed in
/// [docs/lints.md](https://github.com/embed-migrations/embed-migrations/blob/main/docs/lints.md). A lint has a level,
/// which the arguments `allow`, `warn` and `deny` set: by its name, by that of its family, or with `all` for every lint.
/// The narrower one decides. A name is a word, with `_` for `-`, or a string. A file allows one for itself by a directive.
///
/// On stable Rust a macro can warn only by the use of something deprecated. So a lint at level `warn` is an error under
/// `#![deny(warnings)]` and `#![forbid(deprecated)]`, with the same text, and silent under `allow(deprecated)`, be it of
/// the crate or of the module. Behind fifty of them a last one tells how many more there are.
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
