//! The expansion in other people's crates: their lints, their names, their editions.

mod scratch;

use embed_migrations::{MigrationSet, MigrationVersion};
use rusqlite::Connection;
use scratch::Package;

/// The lints of strict crates. Clippy's are looked at by `.ci/run`, the compiler's also below.
#[deny(warnings, missing_docs, unused, unreachable_pub, nonstandard_style)]
#[deny(missing_debug_implementations, single_use_lifetimes, trivial_casts, unused_qualifications)]
#[deny(clippy::all, clippy::pedantic, clippy::nursery, clippy::undocumented_unsafe_blocks)]
pub mod sets {
    /// A set with everything that a schema can have.
    pub mod users {
        embed_migrations::embed_migrations!("tests/fixtures/expansion/users", set = "users", allow = [all]);
    }

    /// Another one in the same file.
    pub mod nested {
        /// Deeper.
        pub mod posts {
            embed_migrations::embed_migrations!("tests/fixtures/expansion/posts", set = "posts");
        }
    }

    /// A struct that fits its table.
    #[derive(Debug, embed_migrations::Aligned)]
    #[aligned(nested::posts::SCHEMA, table = "post")]
    pub struct Post {
        /// Its key.
        pub id: i64,
        /// Who wrote it.
        pub user: i64,
    }
}

use sets::nested::posts;
use sets::users;

fn numbers<V: MigrationVersion>(_: &MigrationSet<V>) -> Vec<i64> {
    V::ALL.iter().map(|version| version.number()).collect()
}

#[test]
fn two_sets_share_a_database_and_not_their_versions() {
    let mut db = Connection::open_in_memory().unwrap();
    users::MIGRATIONS.apply_to(&mut db, users::Version::Init).unwrap();
    posts::MIGRATIONS.apply(&mut db).unwrap();
    assert_eq!(users::MIGRATIONS.history(&db).unwrap().len(), 1);
    users::MIGRATIONS.apply(&mut db).unwrap();
    users::MIGRATIONS.check(&db).unwrap();
    posts::MIGRATIONS.check(&db).unwrap();
    assert_eq!(numbers(&users::MIGRATIONS), [1, 2, 10]);
    assert_eq!(numbers(&posts::MIGRATIONS), [1]);
    assert_eq!(users::MIGRATIONS.latest(), Some(users::Version::Self_));
}

#[test]
fn texts_arrive_as_they_were_written() {
    let migrations = users::MIGRATIONS.migrations();
    assert_eq!(migrations[1].irreversible(), Some("`rows` \"cannot\" \\ come back {}"));
    let down = migrations[0].down().unwrap();
    assert_eq!(
        down,
        ("tests/fixtures/expansion/users/0001_init.down.sql", "DROP VIEW boss;\nDROP TABLE user;\n")
    );
    assert!(!migrations[2].in_transaction());
}

#[test]
fn the_schema_is_the_one_that_applying_makes() {
    let names = |schema: &embed_migrations::Schema| {
        schema.tables().iter().map(|table| table.name().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&users::SCHEMA), ["user", "word"]);
    assert_eq!(names(&posts::SCHEMA), ["post"]);
    assert!(users::SCHEMA.table("user").unwrap().strict());
}

/// Builds `package` and its tests, and expects not a single warning. The last word is its own test's.
#[track_caller]
fn assert_builds_silently(package: &Package) {
    for arguments in [&["check", "--quiet", "--all-targets"][..], &["test", "--quiet"]] {
        let said = package.cargo(arguments);
        assert!(said.success, "{}{}", said.stdout, said.stderr);
        assert_eq!(said.stderr, "");
    }
}

const INIT: (&str, &str) =
    ("migrations/0001_init.sql", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);\n");

/// A migration with a lint.
const DROP: (&str, &str) = ("migrations/0002_drop_note.sql", "DROP TABLE note;\n");

const STRICT: &str =
    "#![deny(warnings, missing_docs, missing_debug_implementations, unused, unreachable_pub)]
#![deny(unused_qualifications, unused_results, missing_copy_implementations, let_underscore_drop)]
#![deny(non_upper_case_globals)]
#![forbid(unsafe_code)]
//! A strict crate.
";

#[test]
fn a_strict_crate_gets_no_warning() {
    let library = format!(
        "{STRICT}\n/// Migrations.\npub mod migrations {{ embed_migrations::embed_migrations!(); }}\n"
    );
    assert_builds_silently(&Package::new("expansion_strict", &[INIT, ("src/lib.rs", &library)]));
}

#[test]
fn a_strict_crate_that_keeps_its_migrations_to_itself_gets_no_warning() {
    let library = format!(
        "{STRICT}
mod migrations {{ embed_migrations::embed_migrations!(); }}

/// How many there are.
pub fn count() -> usize {{ migrations::MIGRATIONS.migrations().len() }}
"
    );
    assert_builds_silently(&Package::new("expansion_private", &[INIT, ("src/lib.rs", &library)]));
}

/// The first block of this language in the README.
fn in_the_readme(language: &str) -> String {
    let readme = std::fs::read_to_string(scratch::checkout().join("README.md")).unwrap();
    let (_, block) = readme.split_once(&format!("\n```{language}\n")).unwrap();
    block.split_once("```\n").unwrap().0.to_owned()
}

#[test]
fn what_the_readme_begins_with_builds_silently() {
    let (migration, program) = (in_the_readme("sql"), in_the_readme("rust"));
    let files = [(INIT.0, &*migration), ("src/main.rs", &*program)];
    assert_builds_silently(&Package::new("expansion_readme", &files));
}

/// What `cargo check` says of a crate that takes a warning for an error.
fn denied(package: &Package) -> String {
    let said = package.cargo(&["check", "--quiet"]).stderr;
    assert_eq!(said.matches("\nerror: ").count(), 1, "beside cargo's own word: {said}");
    assert!(said.starts_with("error: use of deprecated constant `migrations::_::migration`: \n"), "{said}");
    said
}

#[test]
fn a_strict_crate_hears_of_a_lint_and_of_nothing_else() {
    for visibility in ["pub ", ""] {
        let library = format!(
            "{STRICT}
/// Migrations.
{visibility}mod migrations {{ embed_migrations::embed_migrations!(); }}

/// How many there are.
pub fn count() -> usize {{ migrations::MIGRATIONS.migrations().len() }}
"
        );
        let package = Package::new("expansion_strict_lint", &[INIT, DROP, ("src/lib.rs", &library)]);
        assert!(denied(&package).contains("table `note` is dropped\n"));
        package.write("src/lib.rs", &format!("#![allow(deprecated)]\n{library}"));
        assert_builds_silently(&package);
    }
}

#[test]
fn a_lint_that_is_allowed_says_nothing() {
    let allowed = |attribute: &str, arguments: &str| {
        format!("{attribute}\npub mod migrations {{ embed_migrations::embed_migrations!({arguments}); }}\n")
    };
    let directive = "-- migrate: allow(drop-table): nobody has read it\n";
    for (attribute, arguments, directive) in [
        ("#[allow(deprecated)]", "", ""),
        ("", "allow = [drop_table]", ""),
        ("", "allow = [\"drop-table\"]", ""),
        ("", "deny = [all], allow = [destructive]", ""),
        ("", "trusted_through = 2", ""),
        ("", "", directive),
    ] {
        let library = allowed(attribute, arguments);
        let files = [INIT, (DROP.0, &format!("{directive}{}", DROP.1)), ("src/lib.rs", &library)];
        assert_builds_silently(&Package::new("expansion_allowed", &files));
    }
}

#[test]
fn of_very_many_warnings_fifty_are_shown_and_the_rest_is_counted() {
    let library = "embed_migrations::embed_migrations!();\n";
    let tables = |count: usize| -> String {
        (0..count).map(|number| format!("CREATE TABLE t{number} (x TEXT);\n")).collect()
    };
    for (count, last) in
        [(50, None), (51, Some("1 more warning is not shown")), (53, Some("3 more warnings are"))]
    {
        let files = [("migrations/0001_init.sql", &*tables(count)), ("src/lib.rs", library)];
        let said = Package::new("expansion_many_warnings", &files).cargo(&["check", "--quiet"]);
        assert!(said.success, "{}", said.stderr);
        assert_eq!(said.stderr.matches(" has no primary key\n").count(), 50, "{}", said.stderr);
        let warnings = said.stderr.matches("warning: use of deprecated").count();
        assert_eq!(warnings, 50 + usize::from(last.is_some()), "{}", said.stderr);
        assert!(last.is_none_or(|last| said.stderr.contains(last)), "{}", said.stderr);
    }
}

/// Nothing in the expansion may depend on names in scope, in any edition, or on the dependency's name.
#[test]
fn the_users_names_change_nothing() {
    let library = r##"#![no_implicit_prelude]
#![deny(warnings)]
#![allow(deprecated)]
extern crate self as embed_migrations;
pub mod core { pub mod option {} }
pub mod std {}
pub mod alloc {}
pub mod rusqlite {}
#[macro_export] macro_rules! concat { ($($t:tt)*) => { ::core::compile_error!("the user's concat") } }
#[macro_export] macro_rules! env { ($($t:tt)*) => { ::core::compile_error!("the user's env") } }
#[macro_export] macro_rules! include_bytes { ($($t:tt)*) => { ::core::compile_error!("the user's include_bytes") } }
#[macro_export] macro_rules! cfg { ($($t:tt)*) => { ::core::compile_error!("the user's cfg") } }
pub mod migrations {
    #![allow(non_camel_case_types, dead_code)]
    pub mod core {}
    pub mod std {}
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct str;
    pub struct u8;
    pub struct i64;
    pub struct bool;
    pub trait Clone {}
    pub trait Copy {}
    pub trait Debug {}
    pub trait Eq {}
    pub trait Ord {}
    pub trait MigrationVersion {}
    pub struct MigrationSet;
    pub struct Schema;
    ::mig::embed_migrations!(hooks = { Some => super::db, None => self::r#fn::own, Self_ => crate::outcome }, needs = { r#type = 3, "my-library" = 0 });
    pub mod r#fn {
        pub fn own(_: &::mig::Hook<'_>) -> ::core::result::Result<(), &'static ::core::primitive::str> { ::core::result::Result::Ok(()) }
    }
}
fn db(db: &::mig::Hook<'_>) -> ::rusqlite::Result<()> { db.execute("UPDATE note SET text = 'x'", []).map(|_| ()) }
fn outcome(db: &::mig::Hook<'_>) -> ::core::result::Result<(), ::mig::Error> { let _ = db.version(); ::core::result::Result::Ok(()) }
pub fn apply(db: &mut ::rusqlite::Connection) -> ::core::result::Result<::mig::Report, ::mig::Error> {
    let _ = migrations::SCHEMA;
    let _ = migrations::Version::None;
    migrations::MIGRATIONS.apply_to(db, migrations::Version::Some)
}
"##;
    for edition in ["2018", "2021", "2024"] {
        let name = format!("expansion_names_{edition}");
        let manifest = scratch::manifest(&name)
            .replace(&scratch::dependency("embed-migrations"), &scratch::dependency("mig"))
            .replace("edition = \"2024\"", &format!("edition = \"{edition}\""));
        let package = Package::new(
            &name,
            &[
                ("Cargo.toml", &manifest),
                ("src/lib.rs", library),
                ("migrations/0001_some.sql", INIT.1),
                ("migrations/0002_none.sql", "CREATE TABLE none (id INTEGER PRIMARY KEY);\n"),
                ("migrations/0003_self.sql", "CREATE TABLE self (id INTEGER PRIMARY KEY);\n"),
                ("migrations/0004_warned.sql", "DROP TABLE none;\n"),
            ],
        );
        assert_builds_silently(&package);
        package.write("src/lib.rs", &library.replace("#![allow(deprecated)]\n", ""));
        assert!(denied(&package).contains("table `none` is dropped\n"));
    }
}

#[test]
fn a_struct_is_compared_whatever_names_the_user_has() {
    let library = r##"#![no_implicit_prelude]
#![deny(warnings)]
#![allow(non_camel_case_types)]
extern crate self as embed_migrations;
pub mod core {}
pub mod std {}
#[macro_export] macro_rules! panic { ($($t:tt)*) => { ::core::compile_error!("the user's panic") } }
pub mod migrations { ::mig::embed_migrations!(); }
pub struct Option;
pub struct Some;
pub struct None;
pub struct str;
pub struct bool;
pub trait Aligned {}
pub trait ColumnType {}
#[derive(::mig::Aligned)]
#[aligned(migrations::SCHEMA, table = "note", crate = "::mig")]
pub struct Note<'a> {
    pub id: ::core::primitive::i64,
    pub r#text: &'a ::core::primitive::str,
}
pub fn check(db: &::rusqlite::Connection) -> ::core::result::Result<(), ::mig::Error> {
    <Note<'_> as ::mig::Aligned>::check_aligned(db)
}
"##;
    for edition in ["2018", "2021", "2024"] {
        let name = format!("expansion_aligned_{edition}");
        let manifest = scratch::manifest(&name)
            .replace(&scratch::dependency("embed-migrations"), &scratch::dependency("mig"))
            .replace("edition = \"2024\"", &format!("edition = \"{edition}\""));
        let note = "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n";
        let files = [("Cargo.toml", &*manifest), ("src/lib.rs", library), ("migrations/0001_note.sql", note)];
        let package = Package::new(&name, &files);
        assert_builds_silently(&package);
        package.write(
            "migrations/0002_renamed.sql",
            "-- migrate: allow(rename-column): on purpose\nALTER TABLE note RENAME COLUMN text TO body;\n",
        );
        package.write("src/lib.rs", &format!("{library}\n"));
        let said = package.cargo(&["check", "--quiet"]).stderr;
        assert!(said.contains("field `text`: `note` has no column `text`"), "{said}");
    }
}

#[test]
fn a_directory_without_migrations_is_not_an_empty_set() {
    let library = "embed_migrations::embed_migrations!();\n";
    let package = Package::new("expansion_empty", &[("src/lib.rs", library), ("migrations/.keep", "")]);
    let said = package.cargo(&["check", "--quiet"]);
    assert_eq!(said.stderr.matches("\nerror").count() + 1, 2, "{}", said.stderr);
    assert!(said.stderr.starts_with("error: no migrations in `migrations`\n"), "{}", said.stderr);
}

/// A strict crate with a hook, and what it does with a mistake elsewhere.
#[test]
fn a_strict_crate_with_a_hook_gets_no_warning() {
    let library = format!(
        "{STRICT}
mod migrations {{ embed_migrations::embed_migrations!(hooks = {{ Init => super::fill }}, needs = {{ auth = 3 }}); }}

fn fill(db: &embed_migrations::Hook<'_>) -> rusqlite::Result<()> {{
    db.execute_batch(\"INSERT INTO note (text) VALUES ('a')\")
}}

/// What it needs.
pub fn needs() -> &'static [embed_migrations::Need] {{ migrations::MIGRATIONS.needs() }}
"
    );
    let package = Package::new("expansion_hook", &[INIT, ("src/lib.rs", &library)]);
    assert_builds_silently(&package);
    // The function is not told to be unused besides.
    package.write("migrations/0002_broken.sql", "DROP TABLE missing;\n");
    package.write("src/lib.rs", &format!("{library}\n"));
    let said = package.cargo(&["check", "--quiet"]).stderr;
    assert_eq!(said.matches("\nerror: ").count(), 1, "beside cargo's own word: {said}");
    assert!(said.starts_with("error: no such table: missing\n"), "{said}");
}

#[test]
fn without_the_feature_apply_nothing_can_write() {
    let program = "
embed_migrations::embed_migrations!();

fn main() {
    let mut db = rusqlite::Connection::open_in_memory().unwrap();
    println!(\"{}\", MIGRATIONS.check(&db).unwrap_err());
}
";
    let package = Package::new("expansion_read_only", &[INIT, ("src/main.rs", program)]);
    let only_bundled = "default-features = false, features = [\"bundled\"], package = ";
    package
        .write("Cargo.toml", &scratch::manifest("expansion_read_only").replace("package = ", only_bundled));
    assert_eq!(package.build(), scratch::Built::Compiled);
    let said = package.run(&[]);
    assert!(
        said.stdout.starts_with("set `expansion_read_only` is not up to date: 1 migration pending"),
        "{said:?}"
    );

    assert_eq!(scratch::writing(&package.program("debug")), [""; 0]);

    // A function that nobody can call does not keep a set from being looked at.
    let hook = "
embed_migrations::embed_migrations!(hooks = { Init => fill });

fn fill(db: &embed_migrations::Hook<'_>) -> rusqlite::Result<()> {
    db.prepare(\"INSERT INTO note (text) VALUES (?1)\")?.execute([\"a\"]).map(drop)
}
";
    package.write("src/main.rs", &program.replace("\nembed_migrations::embed_migrations!();\n", hook));
    assert_eq!(package.build(), scratch::Built::Compiled);

    package.write("src/main.rs", &program.replace("check(&db)", "apply(&mut db)"));
    match package.build() {
        scratch::Built::Failed(said) => assert!(said.contains("no method named `apply` found"), "{said}"),
        built => panic!("{built:?}"),
    }

    // What was looked for is there in a program that writes.
    package.write("Cargo.toml", &scratch::manifest("expansion_read_only"));
    assert_eq!(package.build(), scratch::Built::Compiled);
    assert_eq!(scratch::writing(&package.program("debug")), scratch::WRITING);
}

#[test]
fn what_is_copied_for_tests_is_in_no_program() {
    const TIME: &str = "1970-01-01T00:00:00.000Z";
    let program = format!(
        "{STRICT}
mod migrations {{ embed_migrations::embed_migrations!(); }}

fn main() {{ println!(\"{{}}\", migrations::MIGRATIONS.name()); }}

#[test]
fn it_is_a_copy() {{
    let db = migrations::MIGRATIONS.in_memory().unwrap();
    let history = migrations::MIGRATIONS.history(&db).unwrap();
    assert_eq!([history[0].applied_at(), history[0].program()], [{TIME:?}, \"expansion_tests 1.2.3\"]);
}}
"
    );
    let package = Package::new("expansion_tests", &[INIT, ("src/main.rs", &program)]);
    let dependency = scratch::dependency("embed-migrations");
    let for_tests =
        format!("[dev-dependencies]\n{}", dependency.replace(" }", ", features = [\"in-memory\"] }"));
    let manifest = scratch::manifest("expansion_tests");
    package.write("Cargo.toml", &manifest.replace("[workspace]", &format!("{for_tests}\n[workspace]")));
    assert_builds_silently(&package);
    assert_eq!(package.build(), scratch::Built::Compiled);
    let program = std::fs::read(package.program("debug")).unwrap();
    assert!(!program.windows(TIME.len()).any(|bytes| bytes == TIME.as_bytes()));
}

#[test]
fn a_library_embeds_and_a_program_of_another_package_uses_it() {
    let library = "
pub mod migrations { embed_migrations::embed_migrations!(); }
pub fn open() -> Result<rusqlite::Connection, Box<dyn std::error::Error>> {
    let mut db = rusqlite::Connection::open_in_memory()?;
    migrations::MIGRATIONS.apply(&mut db)?;
    Ok(db)
}
";
    let program = "
use notes_of_a_library::migrations::{MIGRATIONS, SCHEMA, Version};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let db = notes_of_a_library::open()?;
    MIGRATIONS.check(&db)?;
    assert_eq!(MIGRATIONS.latest(), Some(Version::Init));
    println!(\"{} {} {}\", MIGRATIONS.name(), SCHEMA.tables().len(), MIGRATIONS.history(&db)?[0].program());
    Ok(())
}
";
    let package =
        Package::new("expansion_program", &[("src/main.rs", program), ("notes/src/lib.rs", library)]);
    package.write(&format!("notes/{}", INIT.0), INIT.1);
    let manifest = scratch::manifest("notes_of_a_library").replace("[workspace]\n", "");
    package.write("notes/Cargo.toml", &manifest);
    let manifest = scratch::manifest("expansion_program");
    package.write(
        "Cargo.toml",
        &manifest.replace("[dependencies]\n", "[dependencies]\nnotes_of_a_library = { path = \"notes\" }\n"),
    );
    assert_eq!(package.build(), scratch::Built::Compiled);
    let said = package.run(&[]);
    assert_eq!(said.stdout, "notes_of_a_library 1 notes_of_a_library 1.2.3\n", "{said:?}");

    // The library is watched from the program.
    package.write("notes/migrations/0001_init.sql", "CREATE TABLE a (b);\nCREATE TABLE c (d);\n");
    assert_eq!(package.build(), scratch::Built::Compiled);
    assert!(package.run(&[]).stdout.starts_with("notes_of_a_library 2 "));
}
