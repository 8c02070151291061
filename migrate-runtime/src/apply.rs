//! Applying: the transaction envelope around the statement loop.

mod copied;
mod failed;
mod fresh;
mod held;
mod hooks;
mod lock;
mod look;
mod outside;
mod rounds;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction};

use crate::backup::Backup;
use crate::cancel::Cancellation;
use crate::error::Error;
use crate::failure::Scope;
use crate::guard;
use crate::ledger::{self, Head, HistoryEntry};
use crate::needs::refuse_unmet;
use crate::newer::{self, NewerDatabase};
use crate::plan::{Plan, Wish, plan};
use crate::record::{Applied, Recorder};
use crate::references::References;
use crate::report::{AppliedMigration, Report};
use crate::schema::texts::are_those_behind;
use crate::set::{Migration, Set};
use crate::settings::{ForeignKeys, Settings};
use crate::source::refuse_stale;
use crate::statement::{Observer, Statements};

pub(crate) use failed::SHOWN_VIOLATIONS;
pub(crate) use lock::lock;
pub(crate) use outside::run_alone;

/// How many migrations share a transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransactionMode {
    /// All that are pending: after a failure the database is as it was before the call.
    ///
    /// A migration with `-- migrate: no-transaction` or `-- migrate: backfill`, or with another setting of `foreign-keys` than the one
    /// before it, ends the transaction, because neither can change inside one.
    #[default]
    AllInOne,
    /// One each: after a failure, the migrations before the failed one stay applied.
    PerMigration,
}

/// What a program may choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How many migrations share a transaction.
    pub mode: TransactionMode,
    /// Whether nobody looks if the schema is that of the set.
    pub allows_drift: bool,
    /// Where the database is copied to before anything is changed.
    pub backup: Option<Backup>,
    /// Who may stop it.
    pub cancellation: Option<Cancellation>,
    /// How long another program is waited for, beyond the busy timeout of the connection.
    pub lock_timeout: Duration,
    /// The version above which contracts are held back; `None` if none are.
    pub holds_after: Option<i64>,
    /// What becomes of a database that is newer.
    pub newer: NewerDatabase,
    /// Whether a new database runs every migration, also where its schema could be made at once.
    pub replays: bool,
}

impl From<TransactionMode> for Options {
    fn from(mode: TransactionMode) -> Self {
        Self { mode, ..Self::default() }
    }
}

/// Applies what is pending, up to and including the version `target`.
pub fn apply(
    set: &Set,
    conn: &mut Connection,
    target: Option<i64>,
    options: Options,
    observer: &mut dyn Observer,
) -> Result<Report, Error> {
    if !conn.is_autocommit() {
        return Err(Error::InTransaction);
    }
    refuse_stale(set)?;
    let mut run = Run {
        set,
        conn,
        target,
        options,
        report: Report::new(set),
        distrusts: false,
        head: None,
        copy: None,
    };
    run.wait(None, || refuse_unmet(set, run.conn)).map_err(|error| run.or_cancelled(error))?;
    if !run.is_current().map_err(|error| run.or_cancelled(error))?
        && let Err(error) = run.all(observer)
    {
        // Where a row cannot be written, the table may be somebody else's.
        let is_foreign = |error: &Error| matches!(error, Error::ForeignTable { .. });
        let error = match error {
            Error::Sqlite { .. } => ledger::exists(run.conn).err().filter(is_foreign).unwrap_or(error),
            error => error,
        };
        let error = run.or_cancelled(error);
        run.forget_backup();
        run.log_failure(&error);
        return Err(run.with_origin(error));
    }
    Ok(run.end())
}

/// As [`apply`], for a set that nobody will ever ask a database about: nothing is looked up, and no history is written.
/// One transaction for each migration.
pub fn apply_unrecorded(set: &Set, conn: &mut Connection, observer: &mut dyn Observer) -> Result<(), Error> {
    if !conn.is_autocommit() {
        return Err(Error::InTransaction);
    }
    let options = TransactionMode::PerMigration.into();
    let mut run = Run {
        set,
        conn,
        target: None,
        options,
        report: Report::new(set),
        distrusts: false,
        head: None,
        copy: None,
    };
    run.rounds(
        Planned {
            plan: plan(set, &[], Wish::default())?,
            head: None,
            is_recorded: false,
            is_reflected: true,
        },
        observer,
    )
    .map(drop)
}

/// One call of [`apply`].
struct Run<'a> {
    set: &'a Set,
    conn: &'a Connection,
    target: Option<i64>,
    options: Options,
    report: Report,
    /// Whether what the history says of the schema has turned out not to be so.
    distrusts: bool,
    /// The newest row of the history, as the first look has found it, and until something is made of it.
    head: Option<Head>,
    /// Of the database, as it was with this history.
    copy: Option<(PathBuf, Vec<HistoryEntry>)>,
}

/// A plan, and the newest row of the history that it was made from.
struct Planned<'a> {
    plan: Plan<'a>,
    head: Option<Head>,
    /// Whether the database keeps a history.
    is_recorded: bool,
    /// Whether it has been looked for what the history has made.
    is_reflected: bool,
}

/// A transaction in which nobody else writes.
struct Begun<'a> {
    transaction: Transaction<'a>,
    recorder: Recorder<'a>,
    /// Why the database is taken to have the schema that the build has seen, and nothing beside it; `None` if it is not.
    evidence: Option<Evidence>,
}

/// Why a schema is taken for the one that the build has seen.
#[derive(Clone, Copy)]
enum Evidence {
    /// All its texts.
    Texts,
    /// The history says so, and the cookie is still the same.
    History,
}

/// What became of a round.
enum Round {
    /// This many of the pending migrations are applied.
    Applied(usize),
    /// Another program has been faster: the plan no longer fits the history.
    Outrun,
}

impl<'a> Run<'a> {
    fn all(&mut self, observer: &mut dyn Observer) -> Result<(), Error> {
        let planned = self.plan()?;
        let plan = match self.needs_writing(&planned.plan)? {
            true => self.rounds(planned, observer)?,
            false => planned.plan,
        };
        newer::enter(self.set, self.conn, &plan)?;
        self.report.allow(plan.access);
        self.hold(plan.held())
    }

    /// Transaction after transaction, until nothing is pending: what is left of the plan then.
    fn rounds(&mut self, mut planned: Planned<'a>, observer: &mut dyn Observer) -> Result<Plan<'a>, Error> {
        match self.at_once(&planned, observer)? {
            Some(Round::Applied(count)) => planned.advance(count),
            Some(Round::Outrun) => planned = self.plan()?,
            None => {}
        }
        while !planned.plan.is_done() {
            let first = planned.plan.pending().first();
            let round = match first {
                Some(first) if first.backfill().is_some() => self.in_rounds(&planned, first, observer)?,
                Some(first) if !first.in_transaction() => {
                    self.without_transaction(&planned, first, observer)?
                }
                _ => self.in_transaction(&planned, observer)?,
            };
            match round {
                Round::Applied(count) => planned.advance(count),
                Round::Outrun => planned = self.plan()?,
            }
        }
        Ok(planned.plan)
    }

    /// Whether there is anything to write; a refusal if the database cannot be written.
    fn needs_writing(&self, plan: &Plan<'_>) -> Result<bool, Error> {
        if plan.is_done() || !self.is_read_only().map_err(cannot("opening the database"))? {
            return Ok(!plan.is_done());
        }
        if plan.is_up_to_date() {
            return Ok(false);
        }
        Err(Error::ReadOnly { set: self.set.name().to_owned(), files: plan.files() })
    }

    /// Opened for reading, or told by `PRAGMA query_only` not to write.
    fn is_read_only(&self) -> rusqlite::Result<bool> {
        Ok(self.conn.is_readonly("main")?
            || self.conn.pragma_query_value(None, "query_only", |row| row.get(0))?)
    }

    /// One transaction: migrations, their history, and the check of what they refer to. All of it or nothing.
    fn in_transaction(&mut self, planned: &Planned<'a>, observer: &mut dyn Observer) -> Result<Round, Error> {
        let batch = planned.plan.first_transaction(self.options.mode);
        let is_recorded_only = |migration: &Migration| planned.plan.is_recorded_only(migration);
        let migrations: &Vec<&Migration> = &batch.iter().copied().filter(|m| !is_recorded_only(m)).collect();
        // Dropped in reverse: the transaction ends before the settings are put back.
        let enforced = migrations.first().is_some_and(|first| first.foreign_keys());
        let _keys = ForeignKeys::set(self.conn, enforced).map_err(cannot("setting up a transaction"))?;
        let leaves_traces = |m: &&Migration| m.parts.leaves_traces || m.hook().is_some();
        let settings = migrations.iter().any(leaves_traces).then(|| Settings::read(self.conn));
        let Some(begun) = self.begin(planned)? else { return Ok(Round::Outrun) };
        let Begun { transaction, recorder, evidence } = begun;

        let checking = cannot("checking foreign keys");
        let known = evidence.map(|_| self.set).zip(planned.plan.current());
        let before = References::read(self.conn, migrations, known).map_err(&checking)?;
        let writing = cannot("writing the migration history");
        let mut applied = Vec::with_capacity(batch.len());
        let mut unwritten: Vec<Applied<'_>> = Vec::new();
        for migration in batch {
            // In their order; and the hook of a migration finds those before it in the history.
            if is_recorded_only(migration) || migration.hook().is_some() {
                recorder.applied(&unwritten, None).map_err(&writing)?;
                unwritten.clear();
            }
            if is_recorded_only(migration) {
                recorder.squashed(migration).map_err(&writing)?;
                applied.push(AppliedMigration::recorded(migration));
                continue;
            }
            let started = Instant::now();
            observer.started(migration);
            let mut statements = Statements::behind(migration, 0, 0);
            while statements
                .run_next(self.conn, true, observer)
                .map_err(self.failed(migration, Scope::Transaction))?
            {
                self.refuse_cancelled(Some(migration))?;
            }
            self.call_hook(migration, statements.done().0, observer)?;
            observer.ended(self.conn, migration);
            settings.iter().for_each(Settings::restore);
            let elapsed = started.elapsed();
            unwritten.push((migration, milliseconds(elapsed)));
            applied.push(AppliedMigration::new(migration, elapsed));
        }
        recorder.applied(&unwritten, None).map_err(&writing)?;
        let after = before.read_again(self.conn, migrations).map_err(&checking)?;
        self.refuse_violations(migrations, after.new_since(&before, migrations))?;
        if let Some(version) = batch.last().map(|last| last.version()).or(planned.plan.current()) {
            let is_as_built =
                |last: &&Migration| evidence.is_some() && are_those_behind(self.conn, Some(*last));
            match (self.set.find(version).filter(is_as_built), evidence) {
                // What was there before has been as built, too, whoever said so.
                (Some(last), _) => recorder.as_built(last, guard::cookie(self.conn)?).map_err(&writing)?,
                (None, Some(Evidence::History)) => {
                    self.distrusts = true;
                    return Ok(Round::Outrun);
                }
                (None, _) => self.guard(&recorder, version, planned.plan.current().is_none())?,
            }
        }
        self.refuse_cancelled(migrations.last().copied())?;
        self.commit(transaction, migrations.last().copied(), cannot("committing the migrations"))?;
        observer.committed(&applied);
        self.report.extend(applied);
        Ok(Round::Applied(batch.len()))
    }

    /// Begins a transaction and brings the history up to the set's checksums; `None` if the plan is out of date.
    fn begin(&mut self, planned: &Planned<'a>) -> Result<Option<Begun<'a>>, Error> {
        let transaction = self.lock(None)?;
        if !planned.is_recorded {
            let recorder = Recorder::mute(self.conn, self.set);
            return Ok(Some(Begun { transaction, recorder, evidence: None }));
        }
        let head = ledger::head(self.conn, self.set.name())?;
        if !Head::are_where(head.as_ref(), planned.head.as_ref()) {
            return Ok(None);
        }
        refuse_unmet(self.set, self.conn)?;
        let evidence = self.reflect(planned, head.as_ref())?;
        self.refuse_hidden()?;
        self.back_up(planned)?;
        let exists = head.is_some() || ledger::exists(self.conn)?;
        let writing = cannot("writing the migration history");
        let recorder = Recorder::new(self.conn, self.set, exists).map_err(&writing)?;
        recorder.realign(&planned.plan.realign).map_err(&writing)?;
        Ok(Some(Begun { transaction, recorder, evidence }))
    }

    /// Refuses a connection on which a temporary table would be taken for one of the set.
    fn refuse_hidden(&self) -> Result<(), Error> {
        let reading = cannot("reading the temporary tables");
        let mut statement = self
            .conn
            .prepare("SELECT name FROM temp.sqlite_master WHERE type IN ('table', 'view')")
            .map_err(&reading)?;
        let names = statement.query_map([], |row| row.get::<_, String>(0)).map_err(&reading)?;
        let shapes = || self.set.migrations().iter().flat_map(|migration| migration.parts.shapes.as_slice());
        let is_ours = |name: &String| shapes().any(|shape| shape.table().eq_ignore_ascii_case(name));
        let mut tables: Vec<String> = names.collect::<Result<_, _>>().map_err(&reading)?;
        tables.retain(is_ours);
        if tables.is_empty() {
            Ok(())
        } else {
            Err(Error::Hidden { set: self.set.name().to_owned(), tables })
        }
    }

    /// Refuses to build on what is not there. Behind a file that was interrupted, nobody knows what there should be. Says whether
    /// there is what the build has seen, and nothing else.
    fn reflect(&self, planned: &Planned<'a>, head: Option<&Head>) -> Result<Option<Evidence>, Error> {
        let plan = &planned.plan;
        let Some(version) = plan.current() else { return Ok(None) };
        if plan.done.is_some() || plan.pending().is_empty() {
            return Ok(None);
        }
        let (cookie, newest) = (guard::cookie(self.conn)?, self.set.find(version));
        let head = head.filter(|head| head.version() == version && head.has_cookie(cookie));
        let is_as_built = |migration| head.is_some_and(|head| head.is_as_built(migration, cookie));
        // What is believed has to be done again if it turns out to be wrong, and that is nothing for a hook.
        let is_plain = |m: &&Migration| m.hook().is_none() && !plan.is_recorded_only(m);
        if !self.distrusts && newest.is_some_and(is_as_built) && plan.pending().iter().all(is_plain) {
            return Ok(Some(Evidence::History));
        }
        if are_those_behind(self.conn, newest) {
            return Ok(Some(Evidence::Texts));
        }
        // Somebody has compared the whole schema, and it has not changed since.
        if planned.is_reflected || head.is_some() {
            return Ok(None);
        }
        guard::refuse_missing(self.set, self.conn, version).map(|()| None)
    }
}

impl Planned<'_> {
    /// `count` migrations have been applied, and what had to be realigned has been.
    fn advance(&mut self, count: usize) {
        self.is_reflected = true;
        self.plan.realign.clear();
        self.plan.done = None;
        let applied = self.plan.take(count);
        if let Some(last) = applied.last() {
            self.head = Some(Head::after(last));
        }
    }
}

pub(crate) fn cannot(doing: &'static str) -> impl Fn(rusqlite::Error) -> Error {
    move |error| Error::sqlite(doing, error)
}

pub(crate) fn milliseconds(elapsed: Duration) -> i64 {
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}
