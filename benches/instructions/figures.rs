//! What was counted, and what may be.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

/// What is further above what was counted before is too much. Two runs on one machine differ by a hundredth of that.
const TOLERANCE: f64 = 0.03;

const BLESS: &str = "BLESS=1 cargo bench --bench instructions --profile dev";

/// What one job takes.
#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) instructions: u64,
}

impl Figure {
    pub(crate) fn new(job: &str, migrations: usize, instructions: u64) -> Self {
        Self { name: format!("{job}, {migrations} migrations"), instructions }
    }
}

/// Prints the table, and fails if something takes more than the file says, or the file does not know it.
pub(crate) fn judge(found: &[Figure], path: &Path) -> ExitCode {
    let rustc = rustc();
    if env::var_os("BLESS").is_some_and(|value| value == "1") {
        let lines = found.iter().map(|figure| format!("{:>12}  {}\n", figure.instructions, figure.name));
        fs::write(path, format!("# {rustc}\n{}", lines.collect::<String>())).unwrap();
    }
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let blessed_by = lines.next().unwrap_or_default().trim_start_matches("# ");
    let known: BTreeMap<&str, u64> = lines
        .map(|line| line.trim().split_once("  ").unwrap())
        .map(|(count, name)| (name, count.parse().unwrap()))
        .collect();
    println!("{:>12} {:>12}", "before", "now");
    let changes: Vec<f64> = found.iter().map(|figure| change(figure, &known)).collect();
    if changes.iter().any(|change| *change > TOLERANCE) {
        println!("\nsomething takes over {}% more instructions than before", TOLERANCE * 100.0);
        if rustc != blessed_by {
            println!(" = note: that was {blessed_by}, and this is {rustc}");
        }
        println!(
            " = help: `callgrind_annotate target/tmp/instructions_*/callgrind.JOB` shows where they go\n \
             = help: if it is worth it, or rustc, libc or SQLite is another one, commit what this writes: `{BLESS}`"
        );
        return ExitCode::FAILURE;
    }
    if changes.iter().any(|change| *change < -TOLERANCE) {
        println!("\nless than before; so that nobody loses it again, commit what this writes: `{BLESS}`");
    }
    ExitCode::SUCCESS
}

/// The part by which it is more than before; infinite if it was not counted then.
fn change(figure: &Figure, known: &BTreeMap<&str, u64>) -> f64 {
    let Figure { name, instructions } = figure;
    let Some(before) = known.get(name.as_str()) else {
        println!("{:>12} {instructions:>12}          {name}", "-");
        return f64::INFINITY;
    };
    let change = *instructions as f64 / *before as f64 - 1.0;
    println!("{before:>12} {instructions:>12} {:>+7.1}%  {name}", change * 100.0);
    change
}

fn rustc() -> String {
    let said = Command::new("rustc").arg("--version").output().unwrap();
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}
