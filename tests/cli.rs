//! The operator's tool, as a person runs it: the examples `operator` and `library`.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use common::{JOURNALS, list};
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Where the examples are. `cargo test` has built them, but `cargo test --test cli` has not.
static PROGRAMS: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--offline", "--example", "operator", "--example", "library"]);
    build.arg("--target-dir").arg(profile.parent().unwrap()).current_dir(env!("CARGO_MANIFEST_DIR"));
    if profile.ends_with("release") {
        build.arg("--release");
    }
    let built = build.output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    profile.join("examples")
});

/// A directory in which somebody works.
struct Desk(TempDir);

/// What a run has said.
#[derive(Debug)]
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// One with an empty database in a journal mode.
    fn with_database(journal: &str) -> Self {
        let desk = Self::new();
        desk.open().pragma_update(None, "journal_mode", journal).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn open(&self) -> Connection {
        Connection::open(self.path("shop.db")).unwrap()
    }

    fn run(&self, program: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
        let program = PROGRAMS.join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.0).envs(variables.iter().copied());
        for name in ["DATABASE_URL", "MIGRATE_PROFILE", "NO_COLOR", "CLICOLOR_FORCE"] {
            if !variables.iter().any(|(variable, _)| *variable == name) {
                command.env_remove(name);
            }
        }
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
    }

    /// The operator's tool on `shop.db`.
    fn operator(&self, arguments: &[&str]) -> Said {
        self.run("operator", &[arguments, &["--database", "shop.db"]].concat(), &[])
    }

    /// The same where it must succeed: what it prints.
    #[track_caller]
    fn done(&self, arguments: &[&str]) -> String {
        let said = self.operator(arguments);
        assert_eq!((said.code, &*said.err), (0, ""), "{said:?}");
        said.out
    }

    /// The same where it must not: the code, and the error.
    #[track_caller]
    fn refused(&self, arguments: &[&str]) -> (i32, String) {
        let said = self.operator(arguments);
        assert!(said.err.starts_with("error: ") && said.err.contains("\n  = help: "), "{said:?}");
        (said.code, said.err)
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        let said = self.operator(&[arguments, &["--json"]].concat());
        let document: Value =
            serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"));
        assert_eq!((&document["format"], &document["exit_code"]), (&json!(1), &json!(said.code)), "{said:?}");
        assert_eq!(said.err, "");
        document
    }
}

#[test]
fn up_creates_a_database_and_then_has_nothing_to_do() {
    let desk = Desk::new();
    let out = desk.done(&["up"]);
    let lines: Vec<&str> = out.lines().map(|line| line.split("  ").next().unwrap()).collect();
    assert_eq!(
        lines,
        ["applied 1 init", "applied 2 add_stock", "applied 3 index_names", "`shop`: 3 migrations applied"]
    );
    assert_eq!(desk.done(&["up"]), "`shop` is up to date\n");
    assert_eq!(desk.done(&["check"]), "`shop` is up to date\n");
    assert_eq!(desk.done(&["up", "--quiet"]), "");
}

#[test]
fn only_up_creates_a_database() {
    let desk = Desk::new();
    for command in [
        &["status"][..],
        &["plan"],
        &["check"],
        &["drift"],
        &["history"],
        &["log"],
        &["baseline"],
        &["adopt"],
        &["repair"],
        &["repair", "--execute"],
        &["down", "--last"],
        &["stamp"],
        &["stamp", "test"],
        &["up", "--no-create"],
    ] {
        let (code, err) = desk.refused(command);
        assert_eq!(
            (code, err.lines().next().unwrap()),
            (if command[0] == "check" { 3 } else { 2 }, "error: there is no database `shop.db`"),
            "{command:?}"
        );
        assert!(!desk.path("shop.db").exists(), "{command:?}");
    }
}

#[test]
fn a_part_is_applied_reverted_and_told() {
    for journal in JOURNALS {
        let desk = Desk::with_database(journal);
        desk.done(&["up", "--to", "2"]);
        let status = desk.done(&["status"]);
        let states: Vec<&str> =
            status.lines().skip(1).map(|line| line.split_whitespace().nth(2).unwrap()).collect();
        assert_eq!(states, ["applied", "applied", "pending"], "{status}");
        let (code, err) = desk.refused(&["check"]);
        assert_eq!(code, 3);
        assert!(
            err.starts_with("error: set `shop` is not up to date: 1 migration pending after version 2\n"),
            "{err}"
        );

        let plan = desk.done(&["plan"]);
        assert!(plan.contains("+ index `product_name` of table `product`"), "{plan}");
        assert!(plan.contains("| CREATE INDEX product_name ON product (name);"), "{plan}");

        desk.done(&["up"]);
        assert!(desk.done(&["down", "--to", "1", "--dry-run"]).contains("version 1"));
        assert_eq!(desk.done(&["check"]), "`shop` is up to date\n");
        desk.open().execute("INSERT INTO product (name, cents, stock) VALUES ('tea', 650, 3)", []).unwrap();
        let (code, err) = desk.refused(&["down", "--to", "1"]);
        assert_eq!(code, 1);
        assert!(err.contains("say that this may go: `--allow-loss`"), "{err}");
        assert!(
            desk.done(&["down", "--to", "1", "--allow-loss"])
                .contains("`shop` reverted 2 migrations, to version 1")
        );
        assert!(desk.done(&["history"]).lines().count() == 2);
        let log = desk.done(&["log", "-n", "2"]);
        assert_eq!(log.lines().filter(|line| line.contains("  reverted  ")).count(), 2, "{log}");
    }
}

#[test]
fn drift_is_told_and_mended() {
    let desk = Desk::new();
    desk.done(&["up"]);
    assert_eq!(desk.done(&["drift"]), "the schema of set `shop` is that of version 3\n");
    desk.open().execute_batch("DROP INDEX product_name").unwrap();
    let said = desk.operator(&["drift"]);
    assert_eq!(
        (said.code, said.out.lines().nth(1)),
        (3, Some("- index `product_name` of table `product`")),
        "{said:?}"
    );
    assert_eq!(desk.refused(&["check"]).0, 3);
    let plan = desk.done(&["repair"]);
    assert!(plan.starts_with("repair of set `shop` at version 3: 1 step, 0 refused\n"), "{plan}");
    assert_eq!(desk.refused(&["check"]).0, 3);
    let repaired = desk.done(&["repair", "--execute"]);
    assert!(repaired.contains("the database from before is"), "{repaired}");
    assert_eq!(desk.done(&["check"]), "`shop` is up to date\n");
    // What takes nothing from the program is told, and no reason for an alarm.
    desk.open().execute_batch("CREATE INDEX mine ON product (cents)").unwrap();
    assert!(desk.done(&["drift"]).contains("+ index `mine`"));
    assert_eq!(desk.done(&["check"]), "`shop` is up to date\n");
}

#[test]
fn other_databases_are_taken_over() {
    let desk = Desk::new();
    desk.done(&["up"]);
    desk.open().execute_batch("DROP TABLE schema_migrations; DROP TABLE schema_migration_log").unwrap();
    assert!(desk.done(&["baseline"]).contains("version 3"));
    assert_eq!(desk.done(&["check"]), "`shop` is up to date\n");
    let (code, err) = desk.refused(&["baseline"]);
    assert!(code == 1 && err.ends_with("  = help: `up` goes on from there\n"), "{err}");

    let desk = Desk::new();
    desk.done(&["up", "--to", "1"]);
    desk.open()
        .execute_batch(
            "DROP TABLE schema_migrations; DROP TABLE schema_migration_log;
             CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL,
                                                      run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
             INSERT INTO __diesel_schema_migrations (version) VALUES ('0001')",
        )
        .unwrap();
    assert!(desk.done(&["status"]).contains("`adopt` goes on from it"));
    assert!(desk.done(&["adopt"]).contains("diesel"));
    desk.done(&["up"]);
    assert_eq!(desk.done(&["check"]), "`shop` is up to date\n");
}

#[test]
fn what_is_no_database_is_told_and_left_alone() {
    let desk = Desk::new();
    std::fs::write(desk.path("shop.db"), "a letter to the editor, and nothing else").unwrap();
    for command in ["status", "plan", "check", "up"] {
        let (code, err) = desk.refused(&[command]);
        assert_eq!(code, 1, "{err}");
        assert!(err.contains("file is not a database"), "{err}");
    }
    assert_eq!(std::fs::read(desk.path("shop.db")).unwrap(), b"a letter to the editor, and nothing else");

    let desk = Desk::new();
    std::fs::create_dir(desk.path("shop.db")).unwrap();
    for command in ["status", "up"] {
        let (code, err) = desk.refused(&[command]);
        assert_eq!(
            (code, err.lines().next().unwrap()),
            (2, "error: `shop.db` is a directory, and no database")
        );
    }
    let said = desk.run("operator", &["up", "--database", "no/such/shop.db"], &[]);
    assert_eq!(said.code, 2);
    assert!(said.err.starts_with("error: there is no directory for the database `no/such`"), "{said:?}");
}

#[test]
fn the_database_is_named_by_an_argument_then_the_environment_then_a_file() {
    let desk = Desk::new();
    let run = |arguments: &[&str], variables: &[(&str, &str)]| desk.run("operator", arguments, variables);
    let nobody = run(&["status"], &[]);
    assert_eq!((nobody.code, nobody.err.lines().next()), (2, Some("error: no database is named")));
    for (url, title) in [
        ("", "error: `DATABASE_URL` is empty"),
        ("postgres://host/shop", "error: `DATABASE_URL` is a URL of `postgres`, and no database of SQLite"),
        ("sqlite::memory:", "error: `DATABASE_URL` is a database in memory, of which nothing would be left"),
    ] {
        let said = run(&["up"], &[("DATABASE_URL", url)]);
        assert_eq!((said.code, said.err.lines().next()), (2, Some(title)));
    }
    for name in ["argument", "environment", "development", "test", "file"] {
        assert_eq!(run(&["up", "--quiet", "--database", &format!("{name}.db")], &[]).code, 0);
        let db = Connection::open(desk.path(&format!("{name}.db"))).unwrap();
        db.execute("INSERT INTO product (name, cents) VALUES (?1, 1)", [name]).unwrap();
    }
    std::fs::write(desk.path(".env"), "# where it is\nDATABASE_URL=sqlite:file.db\n").unwrap();
    std::fs::write(desk.path(".env.test"), "DATABASE_URL=\"sqlite://test.db\"\n").unwrap();
    let asked = |arguments: &[&str], variables: &[(&str, &str)]| {
        let said = run(&[&["status", "--json"], arguments].concat(), variables);
        let document: Value = serde_json::from_str(&said.out).unwrap();
        document["database"].as_str().map(str::to_owned)
    };
    let environment = [("DATABASE_URL", "sqlite:environment.db")];
    assert_eq!(asked(&["--database", "argument.db"], &environment).as_deref(), Some("argument.db"));
    assert_eq!(asked(&[], &environment).as_deref(), Some("environment.db"));
    assert_eq!(asked(&[], &[]).as_deref(), Some("file.db"));
    assert_eq!(asked(&["--profile", "test"], &[]).as_deref(), Some("test.db"));
    assert_eq!(asked(&[], &[("MIGRATE_PROFILE", "test")]).as_deref(), Some("test.db"));
    assert_eq!(asked(&["--profile", "production"], &[]), None);
    assert_eq!(asked(&["--no-dotenv"], &[]), None);
    std::fs::write(desk.path(".env"), "DATABASE_URL='open\n").unwrap();
    let said = run(&["status"], &[]);
    assert!(
        said.code == 2 && said.err.contains("is malformed at its entry 1") && !said.err.contains("open"),
        "{said:?}"
    );
}

#[test]
fn production_is_destroyed_only_by_who_says_so() {
    let desk = Desk::new();
    desk.done(&["up"]);
    assert_eq!(desk.done(&["stamp"]), "the database is not stamped\n");
    assert_eq!(desk.done(&["stamp", "production"]), "the database is for production\n");
    let (code, err) = desk.refused(&["down", "--last"]);
    assert_eq!(code, 2);
    assert!(err.contains("`--yes-on-production`"), "{err}");
    assert_eq!(desk.done(&["check"]), "`shop` is up to date\n");
    desk.done(&["down", "--last", "--dry-run"]);
    desk.done(&["down", "--last", "--yes-on-production"]);
    // What only adds destroys nothing.
    desk.done(&["up"]);
    assert_eq!(desk.refused(&["stamp", "development"]).0, 2);
    desk.done(&["stamp", "development", "--yes-on-production"]);
    desk.done(&["down", "--last"]);
    assert_eq!(desk.json(&["stamp"])["sets"][0]["data"], json!({ "environment": "development" }));
}

#[test]
fn a_locked_database_is_waited_for_as_long_as_is_said() {
    let desk = Desk::new();
    desk.done(&["up", "--to", "1"]);
    let other = desk.open();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    for command in ["status", "up"] {
        let (code, err) = desk.refused(&[command, "--lock-timeout", "0"]);
        assert_eq!(code, 1);
        assert!(err.contains("stayed locked") && err.contains("`--lock-timeout`"), "{err}");
    }
    other.execute_batch("ROLLBACK").unwrap();
    desk.done(&["up"]);
}

#[test]
fn a_database_for_reading_is_looked_at_and_not_changed() {
    let desk = Desk::new();
    desk.done(&["up", "--to", "1"]);
    let read_only =
        |command: &str| desk.run("operator", &[command, "--database", "sqlite:shop.db?mode=ro"], &[]);
    assert_eq!(read_only("status").code, 0);
    assert_eq!(read_only("plan").code, 0);
    let said = read_only("up");
    assert!(said.code == 1 && said.err.contains("the database is read-only"), "{said:?}");
    for command in [&["down", "--last"][..], &["stamp", "test"], &["baseline"], &["repair", "--execute"]] {
        let said = desk.run("operator", &[command, &["--database", "sqlite:shop.db?mode=ro"]].concat(), &[]);
        assert!(said.code == 1 && said.err.contains("the database `shop.db` can only be read"), "{said:?}");
    }
    assert_eq!(list(&desk.open(), "SELECT max(version) FROM schema_migrations"), ["1"]);
}

#[test]
fn a_failure_is_told_like_those_of_the_build() {
    let desk = Desk::new();
    desk.open().execute_batch("CREATE TABLE product (id INTEGER PRIMARY KEY)").unwrap();
    let (code, err) = desk.refused(&["up"]);
    assert_eq!(code, 1);
    assert!(
        err.starts_with("error: migration 1 of set `shop` failed: table product already exists\n"),
        "{err}"
    );
    assert!(err.contains("\n --> examples/two_programs/schema/migrations/0001_init.up.sql:1:1"), "{err}");
    let log = desk.done(&["log", "--failed"]);
    assert!(log.contains("  failed  ") && log.contains("table product already exists"), "{log}");
    assert_eq!(desk.json(&["up"])["sets"][0]["error"]["code"], "failed");
}

#[test]
fn everything_is_data_as_well() {
    let desk = Desk::new();
    let plan = |desk: &Desk| desk.json(&["plan"])["sets"][0]["data"].clone();
    desk.done(&["up", "--to", "1"]);
    desk.open().execute("INSERT INTO product (name, cents) VALUES ('tea', 650)", []).unwrap();
    let planned = plan(&desk);
    let first = &planned["pending"][0];
    assert_eq!((&first["version"], &first["destroys"]), (&json!(2), &json!([])));
    assert!(first["sql"].as_str().unwrap().contains("ALTER TABLE"), "{planned:#}");
    assert_eq!(first["changes"][0]["name"], "product");

    let up = desk.json(&["up"]);
    assert_eq!((&up["command"], &up["database"]), (&json!("up"), &json!("shop.db")));
    assert_eq!(up["sets"][0]["set"], "shop");
    assert_eq!(up["sets"][0]["data"]["applied"].as_array().unwrap().len(), 2);
    let status = &desk.json(&["status"])["sets"][0]["data"];
    assert_eq!((&status["is_up_to_date"], &status["rows"][0]["state"]), (&json!(true), &json!("applied")));
    assert_eq!(desk.json(&["check"])["sets"][0]["data"], json!({ "access": "read_write" }));
    assert_eq!(desk.json(&["drift"])["sets"][0]["data"]["differences"], json!([]));
    assert_eq!(desk.json(&["history"])["sets"][0]["data"].as_array().unwrap().len(), 3);
    assert_eq!(desk.json(&["log"])["sets"][0]["data"][0]["event"], "applied");
    assert_eq!(desk.json(&["repair"])["sets"][0]["data"]["steps"], json!([]));
    let down = desk.json(&["down", "--last"]);
    assert_eq!(down["sets"][0]["data"]["reverted"][0]["version"], 3);
    let check = desk.json(&["check"]);
    assert_eq!((&check["exit_code"], &check["sets"][0]["error"]["code"]), (&json!(3), &json!("pending")));
    let nobody = desk.run("operator", &["status", "--json"], &[]);
    let document: Value = serde_json::from_str(&nobody.out).unwrap();
    assert_eq!((&document["exit_code"], &document["error"]["code"]), (&json!(2), &json!("no_url")));
}

#[test]
fn a_copy_is_made_where_one_is_asked_for() {
    let desk = Desk::new();
    desk.done(&["up", "--to", "1"]);
    assert!(desk.done(&["up", "--to", "2", "--backup", "--keep", "2"]).contains("the copy from before is"));
    std::fs::create_dir(desk.path("copies")).unwrap();
    desk.done(&["up", "--backup", "copies"]);
    assert_eq!(std::fs::read_dir(desk.path("copies")).unwrap().count(), 1);
}

#[test]
fn a_version_or_a_set_that_is_not_there_is_told_with_those_that_are() {
    let desk = Desk::new();
    desk.done(&["up"]);
    for arguments in [
        &["up", "--to", "9"][..],
        &["plan", "--to", "9"],
        &["down", "--to", "9"],
        &["baseline", "--version", "9"],
    ] {
        let (code, err) = desk.refused(arguments);
        assert_eq!(code, 2, "{err}");
        assert!(
            err.contains("set `shop` has no version 9\n  = help: its versions are 1 to 3; the nearest is 3"),
            "{err}"
        );
    }
    let (code, err) = desk.refused(&["status", "--set", "auth"]);
    assert!(code == 2 && err.contains("the sets are `shop`"), "{err}");
    assert_eq!(desk.operator(&["down"]).code, 2);
    assert_eq!(desk.operator(&["frobnicate"]).code, 2);
    assert_eq!(desk.operator(&["up", "--quiet", "--verbose"]).code, 2);
}

#[test]
fn every_command_has_help() {
    let desk = Desk::new();
    let help = desk.run("operator", &["--help"], &[]);
    let commands: Vec<&str> = help
        .out
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' '))?.split(' ').next())
        .collect();
    assert!(commands.len() > 10, "{help:?}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        let said = desk.run("operator", &[command, "--help"], &[]);
        assert!(said.code == 0 && said.out.contains("Usage: operator"), "{said:?}");
    }
    assert!(desk.run("operator", &["--version"], &[]).out.contains(env!("CARGO_PKG_VERSION")));
    assert_eq!(desk.run("operator", &[], &[]).code, 2);
}

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let desk = Desk::new();
    desk.done(&["up"]);
    assert!(!desk.done(&["status"]).contains('\x1b'));
    assert!(desk.done(&["status", "--color", "always"]).contains("\x1b[32mapplied\x1b[0m"));
    let forced = |variables: &[(&str, &str)]| {
        desk.run("operator", &["status", "--database", "shop.db"], variables).out.contains('\x1b')
    };
    assert!(forced(&[("CLICOLOR_FORCE", "1")]));
    assert!(!forced(&[("NO_COLOR", "1")]));
    let refused = desk.operator(&["up", "--to", "9", "--color", "always"]);
    assert!(
        refused.err.starts_with("\x1b[1m\x1b[31merror\x1b[0m: ") || refused.err.contains("error\x1b[0m: "),
        "{refused:?}"
    );
}

#[test]
fn several_sets_are_one_program_and_a_subcommand() {
    let desk = Desk::new();
    let shop = |arguments: &[&str]| {
        desk.run("library", &[&["migrate"], arguments, &["--database", "shop.db"]].concat(), &[])
    };
    let up = shop(&["up"]);
    assert_eq!(up.code, 0, "{up:?}");
    // What others need comes first, whatever the order in the program.
    let at = |text: &str| up.out.find(text).unwrap_or_else(|| panic!("{text}: {up:?}"));
    assert!(at("`auth`: 2 migrations applied") < at("`billing`: 1 migration applied"));
    let status = shop(&["status"]);
    for set in ["`auth`", "`billing`", "`shop`"] {
        assert!(status.out.lines().any(|line| line == set), "{status:?}");
    }
    assert_eq!(shop(&["check"]).code, 0);
    assert_eq!(shop(&["check", "--set", "billing"]).out, "`billing` is up to date\n");
    let down = shop(&["down", "--last"]);
    assert!(
        down.code == 2 && down.err.contains("there are several sets, and `down` is about one"),
        "{down:?}"
    );
    let sold = desk.run("library", &["sell", "ann@example.org", "tea", "--database", "shop.db"], &[]);
    assert_eq!((sold.code, &*sold.out), (0, "tea for 6.50\n"), "{sold:?}");
    // One that is not current is enough.
    desk.open().execute_batch("DROP INDEX billing_invoice_account").unwrap();
    let check = shop(&["check"]);
    assert!(check.code == 3 && check.out.contains("`auth` is up to date"), "{check:?}");
}

#[test]
fn what_only_the_program_knows_is_drawn_without_a_database() {
    let desk = Desk::new();
    for (arguments, start) in [
        (&["schema"][..], "CREATE TABLE product"),
        (&["schema", "--at", "1", "--format", "mermaid"], "erDiagram\n"),
        (&["schema", "--format", "dot"], "digraph schema {"),
        (&["schema", "--format", "svg"], "<?xml"),
        (&["schema", "--format", "html"], "<!DOCTYPE html>"),
        (&["graph"], "1 init  "),
        (&["graph", "--format", "mermaid"], "flowchart LR\n"),
        (&["graph", "--output", "-"], "1 init  "),
    ] {
        let said = desk.run("operator", arguments, &[]);
        assert_eq!((said.code, &*said.err), (0, ""), "{arguments:?}");
        assert!(said.out.starts_with(start), "{}", said.out);
    }
    let said = desk.run("operator", &["schema", "--json"], &[]);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&json["command"], &json["database"]), (&json!("schema"), &Value::Null));
    let data = &json["sets"][0]["data"];
    assert_eq!((&data["version"], &data["tables"][0]["name"]), (&json!(3), &json!("product")));
    assert_eq!(said.out, desk.run("operator", &["schema", "--format", "json"], &[]).out);
    let said = desk.run("operator", &["graph", "--format", "dot", "--json"], &[]);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert!(json["text"].as_str().unwrap().starts_with("digraph"), "{json}");
    assert_eq!(desk.run("operator", &["schema", "--quiet"], &[]).out, "");
    assert_eq!(desk.0.path().read_dir().unwrap().count(), 0);
}

#[test]
fn what_only_a_database_has_is_drawn_of_one() {
    let desk = Desk::new();
    let (code, error) = desk.refused(&["schema", "--live"]);
    assert!(code == 2 && error.contains("there is no database"), "{error}");
    assert_eq!(desk.refused(&["report"]).0, 2);
    let said = desk.run("operator", &["report", "--no-dotenv"], &[]);
    assert!(said.code == 2 && said.err.contains("no database is named"), "{said:?}");
    assert_eq!(desk.run("operator", &["schema", "--live", "--at", "1"], &[]).code, 2);

    desk.done(&["up"]);
    desk.open().execute_batch("CREATE TABLE other (id INTEGER PRIMARY KEY)").unwrap();
    let live = desk.done(&["schema", "--live"]);
    assert!(live.contains("CREATE TABLE other") && live.contains("CREATE TABLE product"), "{live}");
    assert!(!live.contains("schema_migrations"), "{live}");
    assert_eq!(desk.json(&["schema", "--live"])["sets"][0]["set"], Value::Null);
    assert_eq!(desk.done(&["report"]), "`report.html` is written\n");
    let page = std::fs::read_to_string(desk.path("report.html")).unwrap();
    assert!(page.contains("Migrations of shop.db") && page.contains(">Up to date<"), "{page}");
    assert!(desk.done(&["report", "--output", "-"]).starts_with("<!DOCTYPE html>"));
    let json = desk.json(&["report", "-o", "other.html"]);
    assert_eq!((&json["file"], &json["sets"]), (&json!("other.html"), &json!([])));

    let (code, error) = desk.refused(&["schema", "--output", "shop.db"]);
    assert!(code == 2 && error.contains("is a database, which would be overwritten"), "{error}");
    let (code, error) = desk.refused(&["graph", "--output", "."]);
    assert!(code == 2 && error.contains("is a directory"), "{error}");
}

#[test]
fn help_is_for_operators() {
    let desk = Desk::new();
    for (program, arguments) in [("operator", &["--help"][..]), ("library", &["migrate", "--help"])] {
        let help = desk.run(program, arguments, &[]).out;
        assert!(!help.contains("```") && !help.contains("clap"), "{help}");
        assert!(help.lines().count() < 100, "{help}");
    }
}

#[test]
fn odd_arguments_are_usage_errors_and_leave_nothing_behind() {
    let desk = Desk::new();
    for arguments in [
        &["up", "--to", "9"][..],
        &["up", "--to", "-1"],
        &["up", "--hold-contracts-after", "9"],
        &["up", "--lock-timeout", "3000000"],
        &["up", "--lock-timeout", "-1"],
        &["log", "-n", "x"],
    ] {
        let said = desk.operator(arguments);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(!desk.path("shop.db").exists(), "{arguments:?}");
    }
    for url in ["shop.db?mode=ro", "sqlite:"] {
        assert_eq!(desk.run("operator", &["up", "--database", url], &[]).code, 2);
    }
    // What looks like a URL within a URL is a path.
    assert_eq!(desk.run("operator", &["up", "--quiet", "--database", "sqlite:file:shop.db"], &[]).code, 0);
    assert!(desk.path("file:shop.db").exists());
    assert_eq!(desk.run("operator", &["check", "--database", "sqlite:file:shop.db"], &[]).code, 0);
}

#[test]
fn a_plan_says_what_is_in_the_way_of_it() {
    let desk = Desk::new();
    desk.done(&["up"]);
    desk.open().execute_batch("DROP INDEX product_name").unwrap();
    let plan = desk.done(&["plan"]);
    assert!(plan.contains("- index `product_name` of table `product`"), "{plan}");
    // Of sets that need each other, the one that is first is planned, and the other waits for it.
    let new = Desk::with_database("delete");
    let plan = new.run("library", &["migrate", "plan", "--database", "shop.db"], &[]);
    assert!(
        plan.code == 0 && plan.out.contains("`billing` cannot be planned before what it needs"),
        "{plan:?}"
    );
}

#[test]
fn what_was_done_before_a_failure_is_told_with_it() {
    let desk = Desk::new();
    desk.done(&["up", "--to", "1"]);
    desk.open().execute_batch("CREATE INDEX product_name ON product (cents)").unwrap();
    let up = desk.json(&["up", "--per-migration"]);
    let error = &up["sets"][0]["error"];
    assert_eq!((&error["code"], &error["applied"][0]["version"]), (&json!("failed"), &json!(2)), "{up:#}");
    let down = desk.json(&["down", "--to", "2"]);
    assert_eq!(down["sets"][0]["data"]["reverted"], json!([]));
}
