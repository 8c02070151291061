#!/usr/bin/env bash
# Makes anew the databases that other migration tools leave, which the tests of taking over such databases read.
#
#     tests/adopt/make.sh
#
# Each directory beside this script is a package that uses one tool, as a program would. It applies the first two of
# three migrations, which say the same in every tool, and then inserts an author; the third is left for whoever takes
# over. The databases are committed, because the tests should need neither these tools nor a network.
#
# What comes out differs from what is committed in the times at which migrations were applied and in how long they
# took, and in what a newer release of a tool does: the packages have no lock file. Needs a network, a C compiler and
# the newest stable Rust, since tools may ask for more than the project does.
#
# There is no database with a row of sqlx whose `success` is false: on SQLite, sqlx reads such rows and never writes
# one. A migration that fails leaves no row, even one that begins with `-- no-transaction` and stops half-way.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# One place for what cargo builds, outside the packages.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/../../target/adopt}"

# Replaced only when all of them are made.
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
tools=(diesel refinery rusqlite_migration sqlx)

for tool in "${tools[@]}"; do
    cargo run --quiet --manifest-path "$tool/Cargo.toml" -- "$made/$tool.sqlite"
    # A journal left behind would mean that the file alone is not the database.
    if compgen -G "$made/$tool.sqlite-*" >/dev/null; then
        echo "$tool left more than one file: expected the journal mode to be \`delete\`" >&2
        exit 1
    fi
done
for tool in "${tools[@]}"; do
    cp "$made/$tool.sqlite" .
done
