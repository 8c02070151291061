//! The sets that a tool is for, without the types of their versions.

use migrate_runtime::{
    Access, Adoption, Baseline, Drift, Environment, Error, HistoryEntry, Ledger, LogEntry, Migration,
    MigrationSet, MigrationVersion, Plan, Repair, Report, RevertPlan, Schema, Status,
};
use rusqlite::Connection;

use crate::failure::Failure;

/// A set of migrations, whatever its versions are called. `MigrationSet` is one, and nothing else.
pub trait Set: sealed::Operated + Sync {}

impl<V: MigrationVersion> Set for MigrationSet<V> {}

/// What a tool is for: one set, or several that share a database.
///
/// ```
/// # use migrate_cli::{Sets, Set};
/// # fn f<A: migrate_runtime::MigrationVersion, B: migrate_runtime::MigrationVersion>(
/// #     auth: &'static migrate_runtime::MigrationSet<A>, billing: &'static migrate_runtime::MigrationSet<B>) {
/// fn names(sets: impl Sets) -> Vec<String> {
///     sets.list().iter().map(|set| set.name().to_owned()).collect()
/// }
/// names(auth);
/// names((auth, billing));
/// # }
/// ```
pub trait Sets {
    /// Each of them once.
    fn list(self) -> Vec<&'static dyn Set>;
}

impl<V: MigrationVersion> Sets for &'static MigrationSet<V> {
    fn list(self) -> Vec<&'static dyn Set> {
        vec![self]
    }
}

impl Sets for Vec<&'static dyn Set> {
    fn list(self) -> Vec<&'static dyn Set> {
        self
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        impl<$($name: Sets),*> Sets for ($($name,)*) {
            fn list(self) -> Vec<&'static dyn Set> {
                #[expect(non_snake_case, reason = "the names of types serve for values")]
                let ($($name,)*) = self;
                let mut list = Vec::new();
                $(list.extend($name.list());)*
                list
            }
        }
    };
}

tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);

/// How far back a revert goes.
#[derive(Clone, Copy, Debug)]
pub enum Back {
    /// To this version, which stays.
    To(i64),
    /// Behind the last one.
    Last,
    /// To a database without any.
    All,
}

pub(crate) mod sealed {
    use migrate_runtime::Observer;

    use super::{
        Access, Adoption, Back, Baseline, Connection, Drift, Environment, Error, Failure, HistoryEntry,
        Ledger, LogEntry, Migration, MigrationSet, MigrationVersion, Plan, Repair, Report, RevertPlan,
        Schema, Status,
    };
    use crate::wish::{Wish, version};

    /// What the commands ask of a set.
    pub trait Operated {
        fn name(&self) -> &str;
        fn program(&self) -> &str;
        fn migrations(&self) -> &[Migration];
        fn needs(&self) -> Vec<&str>;
        fn schema(&self) -> &Schema;
        fn schemas(&self) -> Result<Vec<Schema>, Error>;
        fn status(&self, conn: &Connection) -> Result<Status, Error>;
        fn plan(&self, conn: &Connection, wish: &Wish) -> Result<Plan<'_>, Failure>;
        fn check(&self, conn: &Connection, holds: bool) -> Result<Access, Error>;
        fn drift(&self, conn: &Connection) -> Result<Drift, Error>;
        fn history(&self, conn: &Connection) -> Result<Vec<HistoryEntry>, Error>;
        fn log(&self, conn: &Connection) -> Result<Vec<LogEntry>, Error>;
        fn environment(&self, conn: &Connection) -> Result<Option<Environment>, Error>;
        fn stamp(&self, conn: &mut Connection, environment: Environment) -> Result<(), Error>;
        fn apply(
            &self,
            conn: &mut Connection,
            wish: &Wish,
            observer: &mut dyn Observer,
        ) -> Result<Report, Failure>;
        fn plan_revert(&self, conn: &Connection, back: Back) -> Result<RevertPlan<'_>, Failure>;
        fn baseline(&self, conn: &mut Connection, version: Option<i64>) -> Result<Baseline, Failure>;
        fn adopt(&self, conn: &mut Connection, ledger: Option<Ledger>) -> Result<Adoption, Error>;
        fn repair(&self, conn: &Connection) -> Result<Repair<'_>, Error>;
    }

    impl<V: MigrationVersion> Operated for MigrationSet<V> {
        fn name(&self) -> &str {
            self.name()
        }

        fn program(&self) -> &str {
            self.program()
        }

        fn migrations(&self) -> &[Migration] {
            self.migrations()
        }

        fn needs(&self) -> Vec<&str> {
            self.needs().iter().map(|need| need.set()).collect()
        }

        fn schema(&self) -> &Schema {
            self.schema()
        }

        fn schemas(&self) -> Result<Vec<Schema>, Error> {
            self.schemas()?.map(|behind| behind.map(|(_, schema)| schema)).collect()
        }

        fn status(&self, conn: &Connection) -> Result<Status, Error> {
            self.status(conn)
        }

        fn plan(&self, conn: &Connection, wish: &Wish) -> Result<Plan<'_>, Failure> {
            let runner = wish.runner(self, None)?;
            Ok(match wish.to {
                Some(to) => runner.plan_to(conn, version(self, to)?)?,
                None => runner.plan(conn)?,
            })
        }

        fn check(&self, conn: &Connection, holds: bool) -> Result<Access, Error> {
            let checker = self.checker();
            if holds { checker.hold_contracts().check(conn) } else { checker.check(conn) }
        }

        fn drift(&self, conn: &Connection) -> Result<Drift, Error> {
            self.drift(conn)
        }

        fn history(&self, conn: &Connection) -> Result<Vec<HistoryEntry>, Error> {
            self.history(conn)
        }

        fn log(&self, conn: &Connection) -> Result<Vec<LogEntry>, Error> {
            self.log(conn)
        }

        fn environment(&self, conn: &Connection) -> Result<Option<Environment>, Error> {
            self.environment(conn)
        }

        fn stamp(&self, conn: &mut Connection, environment: Environment) -> Result<(), Error> {
            self.stamp(conn, environment)
        }

        fn apply(
            &self,
            conn: &mut Connection,
            wish: &Wish,
            observer: &mut dyn Observer,
        ) -> Result<Report, Failure> {
            let to = wish.to.map(|to| version(self, to)).transpose()?;
            let runner = wish.runner(self, Some(observer))?;
            Ok(match to {
                Some(to) => runner.apply_to(conn, to)?,
                None => runner.apply(conn)?,
            })
        }

        fn plan_revert(&self, conn: &Connection, back: Back) -> Result<RevertPlan<'_>, Failure> {
            Ok(match back {
                Back::To(to) => self.plan_revert_to(conn, version(self, to)?)?,
                Back::Last => self.plan_revert_last(conn)?,
                Back::All => self.plan_revert_all(conn)?,
            })
        }

        fn baseline(&self, conn: &mut Connection, stated: Option<i64>) -> Result<Baseline, Failure> {
            Ok(match stated {
                Some(stated) => self.baseline_at(conn, version(self, stated)?)?,
                None => self.baseline(conn)?,
            })
        }

        fn adopt(&self, conn: &mut Connection, ledger: Option<Ledger>) -> Result<Adoption, Error> {
            match ledger {
                Some(ledger) => self.adopt_from(conn, ledger),
                None => self.adopt(conn),
            }
        }

        fn repair(&self, conn: &Connection) -> Result<Repair<'_>, Error> {
            self.repair(conn)
        }
    }
}
