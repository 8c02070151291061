//! What the operator's tool draws: schemas, migrations, and a page of a database.
//!
//! `tests/browser` looks at the pages that are left in `target/tmp/pictures`.

#[macro_use]
mod common;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;
use common::Scratch;
use embed_migrations::cli::{Arguments, Sets, Tool};
use embed_migrations::{Environment, Hook};
use serde_json::{Value, json};

mod store {
    embed!("tests/sets/store", set = "store", hooks = { AddSlug => crate::slugs });
}
mod odd {
    embed!("tests/sets/store_odd", set = "<b>\"odd\" & co</b>");
}
mod phases {
    embed!("tests/sets/phases_3", set = "phases");
}

fn slugs(_: &Hook<'_>) -> Result<(), rusqlite::Error> {
    Ok(())
}

#[derive(clap::Parser)]
struct Cli {
    #[command(flatten)]
    arguments: Arguments,
}

/// Runs the tool, and gives its code.
fn run(sets: impl Sets, arguments: &[&str]) -> u8 {
    let arguments = [&["tool", "--quiet", "--no-dotenv"], arguments].concat();
    let code = Tool::new(sets).run(Cli::parse_from(arguments).arguments);
    (0..=255).find(|number| ExitCode::from(*number) == code).unwrap()
}

/// What it writes to a file.
fn drawn(sets: impl Sets, arguments: &[&str]) -> String {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("drawn");
    assert_eq!(run(sets, &[arguments, &["--output", path.to_str().unwrap()]].concat()), 0);
    std::fs::read_to_string(path).unwrap()
}

/// A database that has only this.
fn database(sql: &str) -> Scratch {
    let scratch = Scratch::new();
    scratch.open().execute_batch(sql).unwrap();
    scratch
}

/// The schema of a database, whose set has nothing to do with it.
fn live(scratch: &Scratch, format: &str) -> String {
    let path = scratch.path();
    drawn(
        &phases::MIGRATIONS,
        &["schema", "--live", "--format", format, "--database", path.to_str().unwrap()],
    )
}

/// Where pages are left for a browser.
fn page(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&directory).unwrap();
    directory.join(name)
}

const FORMATS: [(&str, &str); 5] =
    [("sql", "sql"), ("json", "json"), ("mermaid", "mmd"), ("dot", "dot"), ("svg", "svg")];

/// Compares what is drawn with the file `tests/pictures/NAME`.
#[track_caller]
fn assert_drawn(drawn: impl IntoIterator<Item = (String, String)>) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    common::assert_texts(drawn.into_iter().map(|(name, text)| (directory.join(name), text)));
}

/// Sixty tables, as a program of some years has them.
fn crowd() -> String {
    let columns = |of: usize| (0..of % 9).map(|at| format!(", value_{at} TEXT")).collect::<String>();
    let table = |at: usize| {
        let parent = at / 4;
        let other = if at.is_multiple_of(6) {
            format!(", other_id INTEGER REFERENCES table_{:02}", (at * 7) % 60)
        } else {
            String::new()
        };
        let key = if at.is_multiple_of(5) {
            String::new()
        } else {
            format!(", parent_id INTEGER NOT NULL REFERENCES table_{parent:02} (id)")
        };
        format!("CREATE TABLE table_{at:02} (id INTEGER PRIMARY KEY{key}{other}{});", columns(at))
    };
    (0..60).map(table).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_schema_is_drawn_in_every_language() {
    assert_drawn(FORMATS.map(|(format, ending)| {
        (format!("store.{ending}"), drawn(&store::MIGRATIONS, &["schema", "--format", format]))
    }));
}

#[test]
fn names_that_nobody_would_choose_break_no_language() {
    assert_drawn(FORMATS.map(|(format, ending)| {
        (format!("odd.{ending}"), drawn(&odd::MIGRATIONS, &["schema", "--format", format]))
    }));
    std::fs::write(page("odd.html"), drawn(&odd::MIGRATIONS, &["schema", "--format", "html"])).unwrap();
}

#[test]
fn a_database_without_tables_is_drawn_as_that() {
    let scratch = database("PRAGMA user_version = 1");
    assert_drawn(FORMATS.map(|(format, ending)| {
        (
            format!("empty.{ending}"),
            live(&scratch, format).replace(scratch.path().to_str().unwrap(), "DATABASE"),
        )
    }));
    assert!(live(&scratch, "html").contains("no table"));
}

#[test]
fn what_refers_to_nothing_and_what_cannot_be_read_is_drawn_as_that() {
    let scratch = database(
        "CREATE TABLE child (id INTEGER PRIMARY KEY, a INTEGER REFERENCES missing, b INTEGER REFERENCES child (none));
         CREATE VIEW broken AS SELECT * FROM gone;
         CREATE TABLE \"\" (\"\" TEXT);
         CREATE TABLE \"a\u{1}b\u{202e}c\nd\" (x);",
    );
    assert_drawn([
        ("broken.mmd".to_owned(), live(&scratch, "mermaid")),
        ("broken.dot".to_owned(), live(&scratch, "dot")),
        ("broken.svg".to_owned(), live(&scratch, "svg")),
    ]);
    std::fs::write(page("broken.html"), live(&scratch, "html")).unwrap();
}

#[test]
fn sixty_tables_are_drawn_without_overlap() {
    let scratch = database(&crowd());
    let svg = live(&scratch, "svg");
    assert_eq!(svg.matches("<rect class=\"card\"").count(), 60);
    assert_eq!(live(&scratch, "svg"), svg, "the same again");
    std::fs::write(page("crowd.html"), live(&scratch, "html")).unwrap();
    std::fs::write(page("crowd.svg"), svg).unwrap();
}

/// A database of the two sets, as somebody may have it: one has failed, the other was never applied.
fn behind() -> Scratch {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    store::MIGRATIONS.apply_to(&mut db, store::Version::RenamePurchase).unwrap();
    db.execute_batch(
        "INSERT INTO customer VALUES (1, 'Ada', 'ada@example.org'), (2, 'Grace', 'grace@example.org');
         INSERT INTO product (id, name, cents) VALUES (1, 'tea', 350), (2, 'coffee', 420), (3, 'cups', 990);
         CREATE TRIGGER careful BEFORE UPDATE ON product BEGIN SELECT raise(ABORT, 'not <b>now</b>'); END;",
    )
    .unwrap();
    store::MIGRATIONS.runner().allow_drift().apply(&mut db).unwrap_err();
    db.execute_batch("DROP TRIGGER careful").unwrap();
    store::MIGRATIONS.stamp(&mut db, Environment::Production).unwrap();
    common::fix_times(&db);
    scratch
}

fn report(sets: impl Sets, scratch: &Scratch, file: &Path) -> u8 {
    run(sets, &["report", "--database", scratch.path().to_str().unwrap(), "--output", file.to_str().unwrap()])
}

/// The page of a database, which stays for a browser.
fn reported(sets: impl Sets, scratch: &Scratch, name: &str) -> String {
    let before = scratch.bytes();
    assert_eq!(report(sets, scratch, &page(name)), 0);
    assert_eq!(scratch.bytes(), before, "it only looks");
    std::fs::read_to_string(page(name)).unwrap()
}

/// The section of the page with that identifier.
fn section<'p>(page: &'p str, id: &str) -> &'p str {
    let start = page.find(&format!("<section aria-labelledby=\"{id}\">")).unwrap();
    &page[start..start + page[start..].find("</section>").unwrap()]
}

#[test]
fn a_migration_and_what_it_touches_is_drawn_in_every_language() {
    let formats = [("text", "txt"), ("json", "json"), ("mermaid", "mmd"), ("dot", "dot"), ("svg", "svg")];
    let of_one = |format: &str| drawn(&store::MIGRATIONS, &["graph", "--format", format]);
    let of_several =
        |format: &str| drawn((&odd::MIGRATIONS, &phases::MIGRATIONS), &["graph", "--format", format]);
    assert_drawn(formats.into_iter().flat_map(|(format, ending)| {
        [
            (format!("store_graph.{ending}"), of_one(format)),
            (format!("several_graph.{ending}"), of_several(format)),
        ]
    }));
}

#[test]
fn a_table_that_is_renamed_neither_goes_nor_comes() {
    let renames: Vec<Vec<(&str, &str)>> =
        store::MIGRATIONS.migrations().iter().map(|it| it.renames()).collect();
    // The last one makes `customer` anew, under another name meanwhile.
    let renamed: Vec<usize> = (0..renames.len()).filter(|at| !renames[*at].is_empty()).collect();
    assert_eq!((renamed, &*renames[5]), (vec![5], &[("purchase", "orders")][..]));
    let graph: Value =
        serde_json::from_str(&drawn(&store::MIGRATIONS, &["graph", "--format", "json"])).unwrap();
    let touches = &graph["sets"][0]["data"]["migrations"][5]["touches"];
    let of = |name: &str| touches.as_array().unwrap().iter().find(|it| it["name"] == name).unwrap().clone();
    assert_eq!(
        of("orders"),
        json!({ "kind": "table", "name": "orders", "change": "renames", "renamed_from": "purchase", "writes": false })
    );
    // Its foreign key has another parent.
    assert_eq!(of("line")["change"], "changes");
}

#[test]
fn a_rename_destroys_nothing() {
    let scratch = Scratch::new();
    store::MIGRATIONS.apply_to(&mut scratch.open(), store::Version::Turnover).unwrap();
    let file = page("renaming.html");
    assert_eq!(report(&store::MIGRATIONS, &scratch, &file), 0);
    let page = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let pending = section(&page, "pending-1");
    assert!(pending.contains("ALTER TABLE purchase RENAME TO orders"), "{pending}");
    assert!(
        !pending.contains("Destructive: </strong>table `purchase`")
            && pending.contains("table `customer` is made anew without its column `mail`"),
        "{pending}"
    );
}

#[test]
fn the_schema_of_an_earlier_version_has_what_was_there_then() {
    let at = |version: &str| drawn(&store::MIGRATIONS, &["schema", "--at", version]);
    assert!(at("4").contains("CREATE TABLE import") && at("4").contains("product_search"));
    assert!(!at("3").contains("product_search"));
    assert!(!at("5").contains("CREATE TABLE import"));
    assert_eq!(at("9"), drawn(&store::MIGRATIONS, &["schema"]));
    assert_eq!(run(&store::MIGRATIONS, &["schema", "--at", "10"]), 2);
    // Whose version it is has to be said.
    assert_eq!(run((&store::MIGRATIONS, &odd::MIGRATIONS), &["schema", "--at", "1"]), 2);
    assert_eq!(run((&store::MIGRATIONS, &odd::MIGRATIONS), &["schema", "--at", "1", "--set", "store"]), 0);
}

#[test]
fn the_sql_of_a_schema_makes_it() {
    let scratch = database(&drawn(&store::MIGRATIONS, &["schema"]));
    assert_eq!(live(&scratch, "sql"), drawn(&store::MIGRATIONS, &["schema"]));
}

#[test]
fn the_schemas_of_several_sets_are_one_picture() {
    let sets = || (&store::MIGRATIONS, &phases::MIGRATIONS);
    let sql = drawn(sets(), &["schema"]);
    assert!(
        sql.starts_with("-- store at version 9\nCREATE TABLE")
            && sql.contains("\n\n-- phases at version 5\n"),
        "{sql}"
    );
    assert_eq!(drawn(sets(), &["schema", "--format", "svg"]).matches("<rect class=\"card\"").count(), 9);
    let json: Value = serde_json::from_str(&drawn(sets(), &["schema", "--format", "json"])).unwrap();
    let sets: Vec<&Value> = json["sets"].as_array().unwrap().iter().map(|it| &it["set"]).collect();
    assert_eq!(sets, ["store", "phases"]);
}

#[test]
fn a_page_tells_what_is_pending_what_it_destroys_and_what_has_failed() {
    let page = reported((&store::MIGRATIONS, &odd::MIGRATIONS), &behind(), "behind.html");
    assert!(page.contains("stamped <strong>production</strong>"));
    assert!(page.contains("<strong class=\"bad\">8 fill_slug: failed</strong>"));
    let pending = section(&page, "pending-1");
    assert!(pending.contains("table `customer` is made anew without its column `mail`"), "{pending}");
    assert!(!pending.contains("are deleted"), "{pending}");
    assert!(pending.contains("<code>customer</code> has 2 rows now"), "{pending}");
    assert!(pending.contains("UPDATE product SET slug = lower(name)"), "{pending}");
    assert!(section(&page, "drift-1").contains("The schema is that of version 7."));
    assert_eq!(section(&page, "history-1").matches("<tr>").count(), 1 + 7);
    let log = section(&page, "log-1");
    assert!(log.contains("not &lt;b&gt;now&lt;/b&gt;"), "{log}");
    assert!(section(&page, "status-2").contains("pending"));
    assert!(section(&page, "history-2").contains("Nothing is applied."));
}

#[test]
fn a_page_is_about_one_set_if_only_that_is_asked_for() {
    let scratch = behind();
    let page = page("store.html");
    let (database, file) = (scratch.path(), page.to_str().unwrap());
    let sets = || (&store::MIGRATIONS, &phases::MIGRATIONS);
    let arguments = ["report", "--database", database.to_str().unwrap(), "--output", file];
    assert_eq!(run(sets(), &[&arguments[..], &["--set", "phases"]].concat()), 0);
    assert!(!std::fs::read_to_string(&page).unwrap().contains("fill_slug"));
    assert_eq!(run(sets(), &arguments), 0);
    assert!(std::fs::read_to_string(&page).unwrap().contains("fill_slug"));
}

#[test]
fn whatever_stands_in_a_name_stays_text() {
    for page in [
        drawn(&odd::MIGRATIONS, &["schema", "--format", "html"]),
        reported(&odd::MIGRATIONS, &database("CREATE TABLE \"<i>\" (a)"), "unmigrated.html"),
    ] {
        for markup in ["<b>", "<i>", "<img", "<script", "</script", "</pre><b", "onerror=\""] {
            assert!(
                !page.replace("<b>PK", "").replace("<b>FK", "").replace("<b>UK", "").contains(markup),
                "{markup}"
            );
        }
        assert!(page.contains("&lt;/script&gt;&lt;b&gt;"));
    }
}

#[test]
fn a_page_of_a_database_that_was_changed_by_hand_says_how() {
    let scratch = Scratch::new();
    let mut db = scratch.open();
    store::MIGRATIONS.apply(&mut db).unwrap();
    db.execute_batch(
        "DROP INDEX line_product; ALTER TABLE orders ADD COLUMN note TEXT NOT NULL DEFAULT '</pre>';",
    )
    .unwrap();
    let page = reported(&store::MIGRATIONS, &scratch, "drifted.html");
    assert!(page.contains("The schema was changed by hand"), "{page}");
    let drift = section(&page, "drift-1");
    assert!(
        drift.contains("- index `line_product` of table `line`") && drift.contains("&lt;/pre&gt;"),
        "{drift}"
    );
    assert!(section(&page, "pending-1").contains("Nothing is pending."));
}

#[test]
fn a_page_of_a_database_of_another_tool_says_whose_it_is() {
    let scratch = database(
        "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMP NOT NULL,
             success BOOLEAN NOT NULL, checksum BLOB NOT NULL, execution_time BIGINT NOT NULL);
         INSERT INTO _sqlx_migrations VALUES (1, 'init', '2026-01-31', 1, x'00', 5);
         CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);",
    );
    let page = reported(&phases::MIGRATIONS, &scratch, "foreign.html");
    assert!(page.contains("The history is that of another tool"), "{page}");
    assert!(section(&page, "status-1").contains("`_sqlx_migrations` of sqlx"), "{page}");
}

#[test]
fn a_page_says_the_same_but_for_the_time() {
    let scratch = behind();
    let times = |page: String| {
        let start = page.find("<time datetime=").unwrap();
        let end = start + page[start..].find("</time>").unwrap();
        page[..start].to_owned() + &page[end..]
    };
    let of = |name: &str| times(reported(&store::MIGRATIONS, &scratch, name));
    assert_eq!(of("same.html"), of("same.html"));
    std::fs::remove_file(page("same.html")).unwrap();
}

#[test]
fn a_file_that_cannot_be_written_and_a_database_stay_as_they_are() {
    let scratch = database("CREATE TABLE user (id)");
    let directory = tempfile::tempdir().unwrap();
    let bytes = scratch.bytes();
    let full = cfg!(target_os = "linux").then(|| (PathBuf::from("/dev/full"), 1));
    let missing = directory.path().join("missing/report.html");
    let refused = [(directory.path().to_path_buf(), 2), (missing, 2), (scratch.path(), 2)];
    for (file, code) in refused.into_iter().chain(full) {
        assert_eq!(report(&phases::MIGRATIONS, &scratch, &file), code, "{}", file.display());
        let file = file.to_str().unwrap();
        assert_eq!(run(&phases::MIGRATIONS, &["schema", "--output", file]), code, "{file}");
        assert_eq!(run(&phases::MIGRATIONS, &["graph", "--output", file]), code, "{file}");
    }
    assert_eq!(scratch.bytes(), bytes);
    assert_eq!(directory.path().read_dir().unwrap().count(), 0);
    // One that is there is written anew.
    let file = directory.path().join("report.html");
    std::fs::write(&file, "old").unwrap();
    assert_eq!(report(&phases::MIGRATIONS, &scratch, &file), 0);
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("<!DOCTYPE html>"));
}

#[test]
fn the_page_of_the_documentation_shows_what_is_drawn() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/pictures.md")).unwrap();
    for (language, file) in [("mermaid", "store.mmd"), ("text", "store_graph.txt")] {
        let text = std::fs::read_to_string(root.join("tests/pictures").join(file)).unwrap();
        assert!(
            page.contains(&format!("```{language}\n{text}```\n")),
            "docs/pictures.md does not show {file}:\n{text}"
        );
    }
    for image in page.split("](").skip(1).map(|rest| &rest[..rest.find(')').unwrap()]) {
        assert!(
            image.starts_with("http") || root.join("docs").join(image.split('#').next().unwrap()).exists(),
            "{image}"
        );
    }
}
