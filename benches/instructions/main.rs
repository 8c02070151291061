//! How many instructions the start of a program and the verdict take, held against what they took before.
//!
//! ```sh
//! cargo bench --bench instructions --profile dev              # fails if something takes more than `figures.txt` says
//! BLESS=1 cargo bench --bench instructions --profile dev      # writes `figures.txt`
//! ```
//!
//! Valgrind counts them, whatever else the machine does. The programs are packages in `target/tmp`, built without optimisation:
//! the tests have compiled SQLite like that already, the build runs the verdict like that, and no optimiser changes its mind.
//! Without the `--bench` that cargo gives, nothing is done.

#![expect(clippy::print_stdout, reason = "its table is what it is for")]

mod figures;
#[path = "../../tests/scratch/mod.rs"]
mod scratch;
#[path = "../../migrate-verify/benches/verify/set.rs"]
mod set;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use figures::Figure;
use scratch::{Package, Said};

/// How much more than one query a start may take. Both grow with the schema, which SQLite reads; what is ours must not.
const BEYOND_ONE_QUERY: f64 = 1.1;

fn main() -> ExitCode {
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let mut found = Vec::new();
    for migrations in [10, 100, 1000] {
        let program = program(migrations);
        let said = program.run(&["prepare", "current.db", "but_last.db"]);
        assert!(said.success, "{said:?}");
        let counted =
            |name: &str, job, database| Figure::new(name, migrations, count_job(&program, job, database));
        let (start, query) =
            (counted("start", "apply", "current.db"), counted("one query", "ask", "current.db"));
        let most = query.instructions as f64 * BEYOND_ONE_QUERY;
        assert!(start.instructions as f64 <= most, "a start is not a query: {start:?}, {query:?}");
        found.extend([start, query]);
        // These grow anyway, and to count a thousand takes a minute.
        if migrations <= 100 {
            found.push(counted("upgrade by one", "apply", "but_last.db"));
            found.push(counted("fresh file", "apply", "new.db"));
        }
    }
    found.push(Figure::new("verdict", 100, count_verdict(100)));
    figures::judge(
        &found,
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions/figures.txt")),
    )
}

/// A program that has embedded so many migrations, without what debug builds do in addition: they look into the directory.
fn program(migrations: usize) -> Package {
    let name = format!("instructions_{migrations}");
    let package = Package::new(&name, &[("src/main.rs", include_str!("program.rs"))]);
    let manifest = scratch::manifest(&name);
    package.write(
        "Cargo.toml",
        &format!("{manifest}\n[profile.dev.package.{name}]\ndebug-assertions = false\n"),
    );
    for index in 0..migrations {
        package.write(&format!("migrations/{:04}_step.sql", index + 1), &set::text(index));
    }
    let said = package.cargo(&["build"]);
    assert!(said.success, "{}", said.stderr);
    package
}

fn count_job(program: &Package, job: &str, database: &str) -> u64 {
    let from_function = ["--collect-atstart=no", "--toggle-collect=*counted_job*"];
    count(program, &from_function, &program.program("debug"), &[job, database])
}

/// What the macro does, but for the tokens: by the tool for authors, which asks for the same. There is a down for each.
fn count_verdict(migrations: usize) -> u64 {
    let main = "embed_migrations::embed_migrations!(allow = [all]);\nfn main() {}\n";
    let package = Package::new("instructions_verdict", &[("src/main.rs", main)]);
    for index in 0..migrations {
        package.write(&format!("migrations/{:04}_step.up.sql", index + 1), &set::text(index));
        package.write(&format!("migrations/{:04}_step.down.sql", index + 1), &set::down(index));
    }
    count(&package, &[], Path::new(env!("CARGO_BIN_EXE_cargo-migrate")), &["migrate", "check"])
}

fn count(package: &Package, options: &[&str], program: &Path, arguments: &[&str]) -> u64 {
    let out = package.root().join(format!("callgrind.{}", arguments.join("-")));
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--quiet", "--tool=callgrind"]).arg(format!("--callgrind-out-file={}", out.display()));
    valgrind.args(options).arg(program).args(arguments).env("CARGO", env!("CARGO"));
    let Said { success, stdout, stderr } = scratch::said(valgrind.current_dir(package.root()));
    assert!(success, "{stdout}{stderr}");
    let profile = fs::read_to_string(out).unwrap();
    let total = profile.lines().find_map(|line| line.strip_prefix("totals: ")).unwrap();
    total.trim().parse().unwrap()
}
