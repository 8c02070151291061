//! The run-time engine of `embed-migrations`: it applies a verified list of migrations, keeps the history, and guards
//! the database. Use it through `embed-migrations`, which is documented there.
//!
//! Features: `apply` (the code that writes; without it the crate only reads), `bundled` (SQLite compiled from source) and
//! `in-memory` (copies of a database that the build has made).

#[cfg(feature = "apply")]
mod adopt;
mod aligned;
#[cfg(feature = "apply")]
mod apply;
#[cfg(feature = "apply")]
mod aside;
mod at_once;
mod backfill;
#[cfg(feature = "apply")]
mod backup;
#[cfg(feature = "apply")]
mod baseline;
#[cfg(feature = "apply")]
mod cancel;
mod checker;
mod down;
mod drift;
mod environment;
mod error;
#[cfg(feature = "apply")]
mod failure;
#[cfg(feature = "apply")]
mod fit;
mod foreign;
mod guard;
mod hook;
mod image;
mod ledger;
mod log;
mod message;
mod names;
mod needs;
mod newer;
#[cfg(feature = "apply")]
mod observe;
mod phase;
mod place;
mod plan;
mod progress;
mod read;
#[cfg(feature = "apply")]
mod record;
#[cfg(feature = "apply")]
mod references;
mod reflection;
#[cfg(feature = "apply")]
mod repair;
#[cfg(feature = "apply")]
mod replay;
#[cfg(feature = "apply")]
mod report;
#[cfg(feature = "apply")]
mod revert;
#[cfg(feature = "apply")]
mod runner;
mod schema;
#[cfg(feature = "serde")]
mod serialize;
mod set;
#[cfg(feature = "apply")]
mod settings;
mod source;
mod squash;
#[cfg(feature = "apply")]
mod stand_in;
#[cfg(feature = "apply")]
mod statement;
mod status;
mod text;
#[cfg(feature = "tracing")]
mod trace;
#[cfg(feature = "apply")]
mod turn;
mod version;

#[cfg(feature = "apply")]
pub use adopt::{Adoption, AdoptionRefused};
pub use aligned::{Aligned, ColumnType};
#[cfg(feature = "apply")]
pub use apply::TransactionMode;
pub use backfill::{Backfill, BackfillProgress};
#[cfg(feature = "apply")]
pub use backup::Backup;
#[cfg(feature = "apply")]
pub use baseline::Baseline;
#[cfg(feature = "apply")]
pub use cancel::Cancellation;
pub use checker::Checker;
pub use drift::Drift;
pub use environment::Environment;
pub use error::{EditedMigration, Error, MissingMigration};
#[cfg(feature = "apply")]
pub use failure::{FailedMigration, FailedStatement, Violation};
pub use foreign::{Ledger, Tool};
#[cfg(feature = "apply")]
pub use hook::{FailedHook, HookCause};
pub use hook::{Hook, HookRows, HookStatement};
pub use ledger::{FailedAttempt, HistoryEntry, Kind};
pub use log::{LogEntry, LogEvent};
pub use needs::{Need, UnmetNeed};
pub use newer::{Access, Compatibility, NewerDatabase};
#[cfg(feature = "apply")]
pub use observe::{Observer, Progress};
pub use phase::Phase;
pub use plan::Plan;
pub use reflection::MissingTable;
#[cfg(feature = "apply")]
pub use repair::{RefusedRepair, Repair, RepairAction, RepairStep, Repaired};
#[cfg(feature = "apply")]
pub use replay::Schemas;
#[cfg(feature = "apply")]
pub use report::{AppliedMigration, HeldMigration, Report};
#[cfg(feature = "apply")]
pub use revert::{
    Redone, RefusedRevert, RevertLoss, RevertPlan, RevertRefusal, RevertReport, RevertStep, RevertedMigration,
};
#[cfg(feature = "apply")]
pub use runner::Runner;
pub use schema::{
    Action, Affinity, Column, Difference, Fingerprint, ForeignKey, Generated, Index, IndexColumn,
    ObjectChange, ObjectKind, Origin, Schema, Table, Text, Trigger, View,
};
pub use set::{Digest, Migration, MigrationSet};
pub use squash::Replaces;
#[cfg(feature = "apply")]
pub use statement::Cause;
pub use status::{MigrationStatus, State, Status};
#[cfg(feature = "tracing")]
pub use trace::TracingObserver;
pub use version::MigrationVersion;

/// For the other parts of `embed-migrations`, which are released together with this one. Not covered by semver.
#[doc(hidden)]
pub mod __private {
    /// By a path that is short, and that the program cannot change.
    pub use core::option::Option::{None, Some};

    pub use crate::down::{Down, Effects, Loss};
    pub use crate::hook::Call;
    pub use crate::image::Image;
    pub use crate::ledger::{HISTORY, LOG, TABLES};
    pub use crate::place::line_and_column;
    pub use crate::reflection::digest;
    pub use crate::set::{Declared, Parts, Set, Shape, Source};
    #[cfg(feature = "apply")]
    pub use crate::settings::SETTINGS;
    #[cfg(feature = "apply")]
    pub use crate::statement::{Cause, Failure, Observer, PROGRAMS_OWN, Recovery, Statement};
    pub use crate::text::{List, Text, quoted};

    /// What a database in memory gets in place of what the program registers.
    #[cfg(feature = "apply")]
    pub mod stand_in {
        pub use crate::stand_in::{collation, function, table};
    }

    /// What `#[derive(Aligned)]` writes.
    pub mod aligned {
        pub use crate::aligned::{Field, Message, columns, field, is_unknown};
    }

    /// The schema's constructors and its reader.
    pub mod schema {
        pub use crate::schema::__private::*;
        pub use core::option::Option::{None, Some};
    }

    /// The engine, for running a set that is not verified yet.
    #[cfg(feature = "apply")]
    pub use crate::apply::{Options, apply, apply_unrecorded};
    pub use crate::at_once::AtOnce;
    #[cfg(feature = "apply")]
    pub use crate::at_once::{NOTE, create, texts};
    #[cfg(feature = "apply")]
    pub use crate::baseline::take_over;
    #[cfg(feature = "apply")]
    pub use crate::record::create_tables;
    #[cfg(feature = "apply")]
    pub use crate::repair::repair;
    #[cfg(feature = "apply")]
    pub use crate::revert::{RevertAim, plan as plan_revert};

    /// Fails a test if there are migration files that the set does not have.
    ///
    /// # Panics
    ///
    /// Then; with the files and the way out.
    #[track_caller]
    pub fn assert_current<V: crate::MigrationVersion>(set: &crate::MigrationSet<V>) {
        if let Err(error) = crate::source::refuse_stale(&set.set) {
            panic!("{error}");
        }
    }

    /// Embedded text, for the macro.
    pub const fn text(text: &'static str) -> Text {
        Text::embedded(text)
    }

    /// An embedded list of names, for the macro.
    pub const fn names(names: &'static [Text]) -> List<Text> {
        List::embedded(names)
    }

    /// Embedded pairs of names, for the macro.
    pub const fn pairs(pairs: &'static [(Text, Text)]) -> List<(Text, Text)> {
        List::embedded(pairs)
    }

    /// Embedded tables, for the macro.
    pub const fn shapes(shapes: &'static [Shape]) -> List<Shape> {
        List::embedded(shapes)
    }

    /// What downs take away, for the macro.
    pub const fn losses(losses: &'static [Loss]) -> List<Loss> {
        List::embedded(losses)
    }

    /// A set, for the macro.
    pub const fn migration_set<V: crate::MigrationVersion>(set: Set) -> crate::MigrationSet<V> {
        crate::MigrationSet::new(set)
    }
}
