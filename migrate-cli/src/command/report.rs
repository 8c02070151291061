//! `report`: all that can be known of a database, as a page.

use std::path::Path;

use migrate_runtime::Migration;
use rusqlite::Connection;

use super::plan;
use crate::document::{self, Document};
use crate::failure::Failure;
use crate::graph::Graph;
use crate::picture::diagram::Diagram;
use crate::report::{OfSet, Pending, Report};
use crate::sets::Set;
use crate::wish::Wish;

pub(super) fn report(
    sets: &[&'static dyn Set],
    conn: &Connection,
    database: &str,
    file: &Path,
) -> Result<Document, Failure> {
    // What is told is of one moment.
    let snapshot = conn.unchecked_transaction()?;
    let written_at = "SELECT strftime('%Y-%m-%d %H:%M:%S', 'now')";
    let report = Report {
        database: database.to_owned(),
        written_at: snapshot.query_row(written_at, [], |row| row.get(0))?,
        environment: sets.first().map(|set| set.environment(&snapshot)).transpose()?.flatten(),
        sets: sets.iter().map(|set| of_set(*set, &snapshot)).collect(),
    };
    let text = Some(crate::report::page(&report));
    Ok(Document { text, data: Vec::new(), file: document::file(Some(file)), is_painted: false })
}

/// What cannot be known is told as what has failed.
fn of_set(set: &'static dyn Set, conn: &Connection) -> OfSet {
    let schemas = set.schemas();
    let graph = schemas.as_ref().map(|schemas| Graph::of(set.name(), set.migrations(), schemas));
    OfSet {
        name: set.name(),
        program: set.program(),
        version: set.migrations().last().map(Migration::version),
        status: set.status(conn).map_err(Failure::from),
        pending: pending(set, conn),
        drift: set.drift(conn).map_err(Failure::from),
        history: set.history(conn).map_err(Failure::from),
        log: set.log(conn).map_err(Failure::from),
        schema: set.schema(),
        diagram: Diagram::of(set.schema()),
        graph: graph.map_err(|error| error.to_string()),
    }
}

fn pending(set: &'static dyn Set, conn: &Connection) -> Result<Vec<Pending>, Failure> {
    let plan = set.plan(conn, &Wish::default())?;
    // Why they are not known, if they are not, is told with the versions.
    let effects = plan::effects(set, plan.pending()).map_or_else(
        |_| plan.pending().iter().map(|_| None).collect(),
        |effects| effects.into_iter().map(Some).collect::<Vec<_>>(),
    );
    let one = |(migration, effect): (&&Migration, Option<plan::Effect>)| {
        let rows = plan::rows(conn, migration)?;
        let migration = (*migration).clone();
        let is_recorded_only = plan.is_recorded_only(&migration);
        Ok(Pending { migration, is_recorded_only, effect, rows })
    };
    plan.pending().iter().zip(effects).map(one).collect()
}
