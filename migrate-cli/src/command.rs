//! The commands. Each looks at one set, and says something: text and data.

mod backward;
mod forward;
mod graph;
mod look;
mod mend;
pub(crate) mod plan;
mod report;
mod schema;

use std::time::Duration;

use migrate_runtime::Environment;
use rusqlite::Connection;

use crate::arguments::{Arguments, Command, Picture};
use crate::database::{Database, Need};
use crate::document::Document;
use crate::failure::Failure;
use crate::output::{Outcome, Output, Said};
use crate::sets::Set;
use crate::signal;
use crate::tool::Furnish;

/// What a command has to go on.
pub(crate) struct Scene<'a> {
    pub(crate) set: &'static dyn Set,
    /// All that the command is about, in order.
    pub(crate) among: &'a [&'static dyn Set],
    pub(crate) conn: &'a mut Connection,
    pub(crate) output: Output,
    pub(crate) lock_timeout: Duration,
}

/// As it is typed.
pub(crate) const fn name(command: &Command) -> &'static str {
    match command {
        Command::Status => "status",
        Command::Plan(_) => "plan",
        Command::Up(_) => "up",
        Command::Down(_) => "down",
        Command::Check { .. } => "check",
        Command::Drift => "drift",
        Command::History => "history",
        Command::Log { .. } => "log",
        Command::Baseline { .. } => "baseline",
        Command::Adopt { .. } => "adopt",
        Command::Repair { .. } => "repair",
        Command::Stamp { .. } => "stamp",
        Command::Picture(Picture::Schema(_)) => "schema",
        Command::Picture(Picture::Graph(_)) => "graph",
        Command::Picture(Picture::Report { .. }) => "report",
    }
}

/// As the process was started.
pub(crate) fn name_of_program() -> String {
    let path = std::env::args_os().next().map(std::path::PathBuf::from);
    path.as_deref().and_then(|path| path.file_stem()?.to_str()).unwrap_or("migrate").to_owned()
}

/// What a command does that makes sense for one set only.
pub(crate) const fn of_one_set(command: &Command) -> Option<&'static str> {
    match command {
        Command::Down(_) => Some("`down`"),
        Command::Plan(forward) if forward.to.is_some() => Some("`--to`"),
        Command::Up(up) if up.forward.to.is_some() => Some("`--to`"),
        Command::Picture(Picture::Schema(schema)) if schema.at.is_some() => Some("`--at`"),
        Command::Baseline { version: Some(_) } => Some("`--version`"),
        Command::Adopt { from: Some(_), .. } => Some("`--from`"),
        _ => None,
    }
}

fn need(command: &Command) -> Need {
    match command {
        Command::Up(up) if !up.no_create => Need::Creating,
        Command::Up(_) | Command::Down(_) | Command::Baseline { .. } | Command::Adopt { .. } => Need::Writing,
        Command::Repair { execute: true, .. } | Command::Stamp { environment: Some(_), .. } => Need::Writing,
        _ => Need::Reading,
    }
}

/// Does what the command says, prints, and returns the code.
pub(crate) fn run(
    sets: &[&'static dyn Set],
    arguments: &Arguments,
    output: Output,
    furnish: Option<&Furnish>,
) -> Result<u8, Failure> {
    let command = &arguments.command;
    let lock_timeout = Duration::from_secs(arguments.common.lock_timeout.into());
    let open = |need: Need| {
        let database = Database::find(&arguments.common)?;
        let conn = database.open(need, lock_timeout)?;
        if let Some(furnish) = furnish {
            furnish(&conn).map_err(|error| Failure::connect(&error))?;
        }
        Ok::<_, Failure>((conn, database))
    };
    if let Command::Picture(picture) = command {
        let (database, document) = draw(sets, picture, output, || open(Need::Reading))?;
        return Ok(output.document(name(command), database.as_deref(), document));
    }
    refuse_versions(sets, command)?;
    let need = need(command);
    if need != Need::Reading {
        signal::listen();
    }
    let (mut conn, database) = open(need).map_err(|failure| match command {
        // Where there is no database, the program cannot work either.
        Command::Check { .. } => failure.not_there(),
        _ => failure,
    })?;
    // `up` has nothing to write where nothing is pending.
    let changes = need == Need::Writing && !matches!(command, Command::Up(_));
    if changes && conn.is_readonly("main")? {
        return Err(Failure::read_only(&database.path));
    }
    if let Command::Up(up) = command {
        forward::refuse_production(sets, &conn, up)?;
    }
    let outcomes = of_sets(sets, &mut conn, command, output, lock_timeout);
    Ok(output.end(name(command), &database.to_string(), outcomes))
}

/// What is drawn, and of which database. What needs none opens none.
fn draw(
    sets: &[&'static dyn Set],
    picture: &Picture,
    output: Output,
    open: impl FnOnce() -> Result<(Connection, Database), Failure>,
) -> Result<(Option<String>, Document), Failure> {
    match picture {
        Picture::Graph(wanted) => Ok((None, graph::graph(sets, wanted, output)?)),
        Picture::Schema(wanted) if !wanted.live => Ok((None, schema::compiled(sets, wanted, output)?)),
        Picture::Schema(wanted) => {
            let (conn, database) = open()?;
            let name = database.to_string();
            let document = schema::live(&conn, &name, wanted, output)?;
            Ok((Some(name), document))
        }
        Picture::Report { output: file } => {
            let (conn, database) = open()?;
            let name = database.to_string();
            let document = report::report(sets, &conn, &name, file)?;
            Ok((Some(name), document))
        }
    }
}

/// A version that is named has to be there, before anything is opened.
fn refuse_versions(sets: &[&'static dyn Set], command: &Command) -> Result<(), Failure> {
    let named = match command {
        Command::Plan(forward) => [forward.to, forward.hold_contracts_after],
        Command::Up(up) => [up.forward.to, up.forward.hold_contracts_after],
        Command::Down(down) => [down.aim.to, None],
        Command::Baseline { version } => [*version, None],
        _ => [None, None],
    };
    let known = |set: &dyn Set| set.migrations().iter().map(|m| m.version()).collect::<Vec<_>>();
    for version in named.into_iter().flatten() {
        if let Some(set) = sets.iter().find(|set| !known(**set).contains(&version)) {
            return Err(Failure::no_version(set.name(), version, &known(*set)));
        }
    }
    Ok(())
}

/// Asks each set. One that fails ends what changes something, and not what only looks.
fn of_sets(
    sets: &[&'static dyn Set],
    conn: &mut Connection,
    command: &Command,
    output: Output,
    lock_timeout: Duration,
) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for set in sets {
        let scene = Scene { set: *set, among: sets, conn, output, lock_timeout };
        let said = of_set(scene, command);
        let is_over = said.is_err() && need(command) != Need::Reading;
        outcomes.push(Outcome { set: set.name().to_owned(), said });
        // A stamp is the database's, and not the set's.
        if is_over || matches!(command, Command::Stamp { .. }) {
            break;
        }
    }
    outcomes
}

fn of_set(scene: Scene<'_>, command: &Command) -> Result<Said, Failure> {
    match command {
        Command::Status => look::status(&scene),
        Command::Check { hold_contracts } => look::check(&scene, *hold_contracts),
        Command::Drift => look::drift(&scene),
        Command::History => look::history(&scene),
        Command::Log { failed, count } => look::log(&scene, *failed, *count),
        Command::Stamp { environment, sure } => look::stamp(scene, *environment, sure.yes_on_production),
        Command::Plan(forward) => plan::plan(&scene, forward),
        Command::Up(up) => forward::up(scene, up),
        Command::Down(down) => backward::down(scene, down),
        Command::Baseline { version } => mend::baseline(scene, *version),
        Command::Adopt { from, table } => mend::adopt(scene, *from, table.as_deref()),
        Command::Repair { execute, without_backup } => mend::repair(scene, *execute, *without_backup),
        // It is drawn of all sets together.
        Command::Picture(_) => Ok(Said::new("", serde_json::Value::Null)),
    }
}

impl Scene<'_> {
    /// Whether somebody has stamped the database so.
    fn is_production(&self) -> Result<bool, Failure> {
        is_production(self.set, self.conn)
    }

    /// Whether there are others, so that lines have to say whose they are.
    fn has_others(&self) -> bool {
        self.among.len() > 1
    }
}

fn is_production(set: &dyn Set, conn: &Connection) -> Result<bool, Failure> {
    Ok(set.environment(conn)? == Some(Environment::Production))
}

/// What is told as data anyway.
pub(crate) fn data(of: impl serde::Serialize) -> serde_json::Value {
    // Nothing here has keys that are no texts, or numbers that JSON does not know.
    serde_json::to_value(of).unwrap_or_default()
}
