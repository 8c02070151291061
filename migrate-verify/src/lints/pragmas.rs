//! Settings of connections and transactions.

use migrate_files::diagnostic::{backfill, pragmas as texts};
use migrate_files::header::has_limit;
use migrate_files::lint::{self, Finding};
use migrate_files::nearest::nearest;
use migrate_runtime::__private::{PROGRAMS_OWN, SETTINGS};
use rusqlite::Result;

use super::Scene;
use crate::shadow::story::Deed;

pub(super) fn find(scene: &Scene<'_>) -> Result<Vec<Finding>> {
    let mut findings: Vec<Finding> = user_version(scene).collect();
    findings.extend(without_effect(scene));
    findings.extend(unknown(scene)?);
    findings.extend(of_the_connection(scene));
    findings.extend(first(scene, |name, _| is(name, &["defer_foreign_keys"])).map(|(deed, ..)| {
        let enforced = scene.migration().directives.foreign_keys == Some(true);
        scene.finding(&lint::DEFER_FOREIGN_KEYS, deed, |place| texts::defer_foreign_keys(place, enforced))
    }));
    findings.extend(without_limit(scene));
    let is_writable = |name: &str, value: &str| is(name, &["writable_schema"]) && !is(value, OFF);
    findings.extend(
        first(scene, is_writable)
            .map(|(deed, ..)| scene.finding(&lint::WRITABLE_SCHEMA, deed, texts::writable_schema)),
    );
    Ok(findings)
}

/// What switches a setting off; RESET does that to writable_schema.
const OFF: &[&str] = &["0", "off", "false", "no", "reset"];

/// What SQLite passes over in a transaction, or in a database that has a table: the history is in one.
const NEEDS_VACUUM: &[&str] = &["page_size", "auto_vacuum"];

/// Settings of a connection that change what the migration itself does.
const HAVE_REASONS: [&str; 4] =
    ["analysis_limit", "ignore_check_constraints", "legacy_alter_table", "writable_schema"];

/// The settings of the file: the statement, what it sets, and to what.
fn settings<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = (&'s Deed, &'s str, &'s str)> {
    scene.chapter.deeds.iter().flat_map(|deed| {
        deed.pragmas.iter().filter_map(move |(name, value)| Some((deed, name.as_str(), value.as_deref()?)))
    })
}

/// The first setting that `is_it`; a second one says nothing new.
fn first<'s>(
    scene: &'s Scene<'_>,
    is_it: impl Fn(&str, &str) -> bool,
) -> Option<(&'s Deed, &'s str, &'s str)> {
    settings(scene).find(|(_, name, value)| is_it(name, value))
}

fn is(word: &str, known: &[&str]) -> bool {
    known.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Settings of the file that are left to programs and other tools.
fn user_version(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    let set = settings(scene).filter(|(_, name, _)| is(name, &["user_version", "application_id"]));
    set.map(|(deed, name, _)| {
        scene.finding(&lint::USER_VERSION, deed, |place| texts::user_version(place, name))
    })
}

/// Settings that SQLite passes over in silence where they stand.
fn without_effect(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    let directives = &scene.migration().directives;
    let in_transaction = directives.transaction;
    let keys =
        first(scene, |name, _| in_transaction && is(name, &["foreign_keys"])).map(|(deed, _, value)| {
            let (on, enforced) = (!is(value, OFF), directives.foreign_keys == Some(true));
            scene.finding(&lint::NO_OP_PRAGMA, deed, |place| texts::foreign_keys(place, on, enforced))
        });
    let vacuum = scene.chapter.deeds.iter().rposition(|deed| {
        let first = migrate_token::significant(scene.text(deed)).next();
        first.is_some_and(|token| token.is_word("VACUUM"))
    });
    let is_vacuumed =
        move |deed: &Deed| vacuum.is_some_and(|at| deed.origin.is_before(scene.chapter.deeds[at].origin));
    let layout = NEEDS_VACUUM.iter().filter_map(move |wanted| {
        let (deed, name, _) = first(scene, |name, _| is(name, &[wanted]))?;
        (in_transaction || !is_vacuumed(deed))
            .then(|| scene.finding(&lint::NO_OP_PRAGMA, deed, |place| texts::needs_vacuum(place, name)))
    });
    let encoding = first(scene, |name, _| is(name, &["encoding"]))
        .map(|(deed, ..)| scene.finding(&lint::NO_OP_PRAGMA, deed, texts::encoding));
    let own = PROGRAMS_OWN.iter().filter_map(move |wanted| {
        let (deed, name, _) = first(scene, |name, _| is(name, &[wanted]))?;
        Some(scene.finding(&lint::NO_OP_PRAGMA, deed, |place| texts::programs_own(place, name)))
    });
    keys.into_iter().chain(layout).chain(encoding).chain(own)
}

/// SQLite says nothing to a name that it does not know.
fn unknown(scene: &Scene<'_>) -> Result<Vec<Finding>> {
    if scene.chapter.deeds.iter().all(|deed| deed.pragmas.is_empty()) {
        return Ok(Vec::new());
    }
    let mut statement = scene.story.conn.prepare("SELECT name FROM pragma_pragma_list")?;
    let known: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_>>()?;
    let is_known = |name: &str| known.iter().any(|known| known.eq_ignore_ascii_case(name));
    let unknown = scene.chapter.deeds.iter().filter_map(|deed| {
        let (name, _) = deed.pragmas.iter().find(|(name, _)| !is_known(name))?;
        let near = nearest(name, known.iter().map(String::as_str));
        Some(scene.finding(&lint::NO_OP_PRAGMA, deed, |place| texts::unknown(place, name, near)))
    });
    Ok(unknown.collect())
}

/// Settings that are put back behind the migration; each once.
fn of_the_connection(scene: &Scene<'_>) -> impl Iterator<Item = Finding> {
    let due = SETTINGS.into_iter().filter(|name| !HAVE_REASONS.contains(name));
    due.filter_map(|wanted| {
        let (deed, name, _) = first(scene, |name, _| is(name, &[wanted]))?;
        Some(scene.finding(&lint::CONNECTION_PRAGMA, deed, |place| texts::connection(place, name)))
    })
}

/// A backfill whose first round is the whole of it.
fn without_limit(scene: &Scene<'_>) -> Option<Finding> {
    let migration = scene.migration();
    let is_whole = migration.directives.backfill.is_some() && !has_limit(&migration.up.text);
    let deed = scene.chapter.deeds.first().filter(|_| is_whole)?;
    Some(scene.finding(&lint::BACKFILL_WITHOUT_LIMIT, deed, backfill::without_limit))
}
