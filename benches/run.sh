#!/usr/bin/env bash
# Compares the tools: see `compare/src/main.rs`.
#
#     bash benches/run.sh [--quick] [--job NAME] [--plot]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# One place for what cargo builds: the tools have most of it in common.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target/benches/build}"
cargo build --quiet --release --locked --manifest-path benches/compare/Cargo.toml
exec "$CARGO_TARGET_DIR/release/compare" "$@"
