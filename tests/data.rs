//! Reports as data, and events for logs.
#![cfg(all(feature = "serde", feature = "tracing"))]

#[macro_use]
mod common;

use std::sync::{Arc, Mutex};

use embed_migrations::TracingObserver;
use notes::{MIGRATIONS, Version};
use rusqlite::Connection;
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

mod notes {
    embed!("tests/sets/notes", set = "notes");
}
mod back {
    embed!("tests/sets/back", set = "back");
}

fn at(version: Version) -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    MIGRATIONS.apply_to(&mut db, version).unwrap();
    common::fix_times(&db);
    db
}

#[test]
fn a_plan_and_a_report_are_data() {
    let mut db = at(Version::AddTags);
    let migration = json!({
        "version": 4, "description": "unique_names", "file": "tests/sets/notes/0004_unique_names.sql", "hook": null,
        "phase": null, "compatible_with": null,
    });
    assert_eq!(
        serde_json::to_value(MIGRATIONS.plan(&db).unwrap()).unwrap(),
        json!({
            "set": "notes", "current": 2, "pending": [migration], "held": [], "statements_done": null,
            "comments_edited": [],
        })
    );
    let mut report = serde_json::to_value(MIGRATIONS.apply(&mut db).unwrap()).unwrap();
    assert!(report["applied"][0]["execution_ms"].as_u64().is_some());
    report["applied"][0]["execution_ms"] = json!(3);
    assert_eq!(
        report,
        json!({
            "set": "notes", "drift": null, "backup": null, "held": [], "access": "read_write",
            "applied": [{ "version": 4, "description": "unique_names", "kind": "applied", "execution_ms": 3, "backfilled": null }],
        })
    );
}

#[test]
fn a_status_a_drift_and_a_repair_are_data() {
    let db = at(Version::UniqueNames);
    db.execute_batch("DROP INDEX author_name").unwrap();
    let lost = json!({ "kind": "index", "name": "author_name", "table": "author", "change": "lost" });
    let drift = json!({ "set": "notes", "version": 4, "differences": [lost], "is_compatible": false });
    let status = serde_json::to_value(MIGRATIONS.status(&db).unwrap()).unwrap();
    assert_eq!(status["drift"], drift);
    let row = &status["rows"][0];
    assert_eq!(
        (&row["state"], &row["entry"]["kind"], &row["failure"]),
        (&json!("applied"), &json!("applied"), &Value::Null)
    );
    assert_eq!(row["entry"]["applied_at"], "2026-01-31T12:00:00.000Z");
    let step = json!({
        "action": "create_index", "subject": "index `author_name` of table `author`",
        "sql": ["CREATE UNIQUE INDEX main.author_name ON author (name)"],
    });
    assert_eq!(
        serde_json::to_value(MIGRATIONS.repair(&db).unwrap()).unwrap(),
        json!({ "set": "notes", "version": 4, "steps": [step], "refused": [] })
    );
}

#[test]
fn a_revert_is_data() {
    let mut db = Connection::open_in_memory().unwrap();
    back::MIGRATIONS.apply(&mut db).unwrap();
    let plan = serde_json::to_value(back::MIGRATIONS.plan_revert_last(&db).unwrap()).unwrap();
    let last = back::MIGRATIONS.migrations().last().unwrap();
    assert_eq!((&plan["set"], &plan["current"]), (&json!("back"), &json!(last.version())));
    let step = &plan["steps"][0];
    assert_eq!(
        (&step["migration"]["version"], &step["file"]),
        (&json!(last.version()), &json!(last.down().unwrap().0))
    );
    assert_eq!((&step["statements_done"], &plan["refused"]), (&Value::Null, &json!([])));
    let mut redone = serde_json::to_value(back::MIGRATIONS.redo(&mut db).unwrap()).unwrap();
    let reverted = &mut redone["reverted"];
    assert!(reverted["reverted"][0]["execution_ms"].take().as_u64().is_some());
    assert_eq!(reverted["reverted"][0]["version"], json!(last.version()));
    assert_eq!((&reverted["is_dry_run"], &reverted["reached"]), (&json!(false), &plan["reached"]));
    assert_eq!(redone["applied"]["applied"][0]["version"], json!(last.version()));
}

#[test]
fn what_a_revert_would_take_away_is_data() {
    let mut db = Connection::open_in_memory().unwrap();
    back::MIGRATIONS.apply(&mut db).unwrap();
    db.execute_batch(
        "INSERT INTO note (id, text) VALUES (1, 'a'); INSERT INTO tag (note, name) VALUES (1, 'b')",
    )
    .unwrap();
    let plan = back::MIGRATIONS.plan_revert_to(&db, back::Version::Init).unwrap();
    let refused = serde_json::to_value(&plan).unwrap()["refused"][0].take();
    let loss = json!({ "table": "tag", "column": null, "drops": true, "rows": 1, "lost": 1 });
    assert_eq!((&refused["version"], &refused["reason"]), (&json!(2), &json!({ "loses": [loss] })));
}

#[test]
fn a_log_is_data() {
    let db = at(Version::Init);
    let log = serde_json::to_value(MIGRATIONS.log(&db).unwrap()).unwrap();
    assert_eq!((&log[0]["version"], &log[0]["event"]), (&json!(1), &json!("applied")));
    assert_eq!((&log[0]["at"], &log[0]["message"]), (&json!("2026-01-31T12:00:00.000Z"), &Value::Null));
}

/// Remembers level and text of each event.
struct Log(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        match field.name() {
            "message" => self.0.push_str(&format!(" {value:?}")),
            "version" => self.0.push_str(&format!(" version {value:?}")),
            _ => {}
        }
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "embed_migrations" && *metadata.level() <= Level::INFO
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn what_is_applied_stands_in_the_log_of_the_program() {
    let mut db = at(Version::Init);
    db.execute_batch("INSERT INTO author (name) VALUES ('ann'), ('ann')").unwrap();
    let lines = Arc::default();
    tracing::subscriber::with_default(Log(Arc::clone(&lines)), || {
        let mut observer = TracingObserver;
        MIGRATIONS.runner().observer(&mut observer).apply_to(&mut db, Version::AddTags).unwrap();
        MIGRATIONS.runner().observer(&mut observer).apply(&mut db).unwrap_err();
    });
    assert_eq!(
        *lines.lock().unwrap(),
        [
            "INFO migration started version 2",
            "INFO migration applied version 2",
            "INFO migration started version 4",
            "ERROR migrating failed",
        ]
    );
}
