//! Settings of connections and transactions.

use migrate_files::diagnostic::pragmas as texts;
use migrate_files::lint::{self, Finding};

use super::Scene;

pub(super) fn find(scene: &Scene<'_>) -> Vec<Finding> {
    user_version(scene).collect()
}

/// Settings of the file that are left to programs and other tools.
fn user_version(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    let is_it =
        |name: &str| ["user_version", "application_id"].iter().any(|known| known.eq_ignore_ascii_case(name));
    scene.chapter.deeds.iter().filter_map(move |deed| {
        let (name, _) = deed.pragmas.iter().find(|(name, value)| value.is_some() && is_it(name))?;
        Some(scene.finding(&lint::USER_VERSION, texts::user_version(scene.place(deed), name)))
    })
}
