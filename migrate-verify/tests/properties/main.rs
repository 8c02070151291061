//! What holds of every set, tried on random ones.
//!
//! A set is written from random numbers, with the schema as a model of what its statements mean, and shrinks to the files
//! that a property needs to fail. The same sets are tried every time, so that a build does not fail by chance;
//! `PROPTEST_CASES=2000 cargo test -p migrate-verify --test properties` tries that many other ones. What it finds is
//! written to `proptest-regressions`, and is run first until it is mended.

mod again;
mod at_once;
mod backfill;
mod change;
mod compatible;
mod database;
mod dump;
mod failure;
mod history;
#[cfg(feature = "in-memory")]
mod image;
mod make;
mod missing;
mod model;
mod order;
mod package;
mod rebuild;
mod repair;
mod revert;
mod rows;
mod safe;
mod seeded;
mod squash;
mod takeover;
mod tape;
mod text;
mod upgrade;

use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{
    Config, FileFailurePersistence, RngSeed, TestCaseError, TestCaseResult, TestRunner,
};

/// Tries the property on so many values, or as many as the environment asks for, and says on how many. `file` is for those
/// on which it fails.
fn hold<S: Strategy>(
    cases: u32,
    file: &'static str,
    strategy: &S,
    property: impl Fn(S::Value) -> TestCaseResult,
) -> u32
where
    S::Value: Debug,
{
    let config = Config {
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(file))),
        max_shrink_iters: 5_000,
        ..Config::default()
    };
    let config = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => config,
        None => Config { cases, rng_seed: RngSeed::Fixed(1), ..config },
    };
    let cases = config.cases;
    if let Err(error) = TestRunner::new(config).run(strategy, property) {
        panic!("{error}");
    }
    cases
}

fn refuted(reason: impl Into<String>) -> TestCaseError {
    TestCaseError::fail(reason.into())
}
