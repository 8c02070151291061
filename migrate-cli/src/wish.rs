//! What the arguments ask of an `up` or a `plan`.

use std::time::Duration;

use migrate_runtime::{
    Backup, Cancellation, MigrationSet, MigrationVersion, Observer, Runner, TransactionMode,
};

use crate::failure::Failure;

/// How it is applied.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    pub(crate) to: Option<i64>,
    pub(crate) holds: Option<Hold>,
    pub(crate) mode: TransactionMode,
    pub(crate) backup: Option<Backup>,
    pub(crate) allows_drift: bool,
    pub(crate) lock_timeout: Duration,
    pub(crate) cancellation: Option<Cancellation>,
}

/// Which contracts are held back.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Hold {
    All,
    After(i64),
}

impl Wish {
    pub(crate) fn runner<'s, V: MigrationVersion>(
        &self,
        set: &'s MigrationSet<V>,
        observer: Option<&'s mut dyn Observer>,
    ) -> Result<Runner<'s, V>, Failure> {
        let mut runner = set.runner().transaction_mode(self.mode).lock_timeout(self.lock_timeout);
        if let Some(backup) = &self.backup {
            runner = runner.backup(backup.clone());
        }
        if self.allows_drift {
            runner = runner.allow_drift();
        }
        if let Some(cancellation) = &self.cancellation {
            runner = runner.cancellation(cancellation);
        }
        runner = match self.holds {
            None => runner,
            Some(Hold::All) => runner.hold_contracts(),
            Some(Hold::After(number)) => runner.hold_contracts_after(version(set, number)?),
        };
        Ok(match observer {
            Some(observer) => runner.observer(observer),
            None => runner,
        })
    }
}

/// The version of that number.
pub(crate) fn version<V: MigrationVersion>(set: &MigrationSet<V>, number: i64) -> Result<V, Failure> {
    let found = V::ALL.iter().find(|version| version.number() == number);
    found.copied().ok_or_else(|| {
        let known: Vec<i64> = V::ALL.iter().map(|version| version.number()).collect();
        Failure::no_version(set.name(), number, &known)
    })
}
