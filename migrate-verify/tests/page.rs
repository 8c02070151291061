//! The documentation of the lints, `docs/lints.md`, is that of the catalogue. `BLESS=1` writes it.

#[path = "../../tests/common/expected.rs"]
mod expected;

use std::path::Path;

use migrate_verify::lint;

#[test]
fn the_page_of_the_lints_is_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/lints.md");
    expected::assert_all([(path, lint::page())]);
}
