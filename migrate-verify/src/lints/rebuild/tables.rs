//! Tables that a migration makes, and that should be other ones or none.

use migrate_files::diagnostic::rebuild as texts;
use migrate_files::lint::{self, Finding};
use migrate_runtime::__private::schema::Kind;
use migrate_runtime::Table;

use super::super::Scene;
use super::super::remade::Remade;
use crate::shadow::lineage::Fate;
use crate::shadow::objects::Origin;
use crate::shadow::story::{Alteration, Deed};

pub(super) fn find(scene: &Scene<'_>, remade: &[Remade<'_>]) -> Vec<Finding> {
    let leftovers = leftovers(scene);
    let mut findings = create_table_as(scene, remade, &leftovers);
    findings.extend(leftovers.into_iter().map(|leftover| {
        let Leftover { table, of, origin } = leftover;
        scene.said(&lint::LEFTOVER_TABLE, texts::leftover_table(scene.at(origin), table, of))
    }));
    findings
}

/// A table that is made by a statement that selects. One that stays behind is told as that.
fn create_table_as(scene: &Scene<'_>, remade: &[Remade<'_>], leftovers: &[Leftover<'_>]) -> Vec<Finding> {
    let finding = |table: &Table| {
        let deed = selected(scene, table)?;
        if leftovers.iter().any(|leftover| leftover.table == table.name()) {
            return None;
        }
        let old = remade.iter().find(|remade| remade.after.name() == table.name());
        let mut lost = old.map_or_else(Vec::new, |remade| remade.facts().0);
        lost.retain(|fact| !fact.starts_with("column "));
        let diagnostic = texts::create_table_as(scene.at(deed.origin), table.name(), &lost);
        Some(scene.said(&lint::CREATE_TABLE_AS, diagnostic))
    };
    scene.chapter.after.iter().filter_map(finding).collect()
}

/// The statement that made the table, if it was a CREATE TABLE … AS SELECT.
pub(super) fn selected<'a>(scene: &Scene<'a>, table: &Table) -> Option<&'a Deed> {
    let deed = scene.chapter.deed(scene.chapter.lineage.made(table.name())?)?;
    let is_it = deed.kind == Some(Kind::Table) && deed.selects > 0 && table.module().is_none();
    is_it.then_some(deed)
}

/// A table that was made to rebuild another one.
struct Leftover<'a> {
    table: &'a str,
    /// Whose rows it holds.
    of: &'a str,
    /// The statement by which it has its name.
    origin: Origin,
}

/// The tables that are there in the end, that the migration has given their names, and that hold rows of another one
/// which is still there, too: because that was rebuilt by way of them, or because they are called like a copy of it.
fn leftovers<'a>(scene: &Scene<'a>) -> Vec<Leftover<'a>> {
    let chapter = scene.chapter;
    let gives_name = |deed: &Deed| {
        deed.made(Kind::Table).is_some() || matches!(deed.alteration, Some(Alteration::RenamesTable { .. }))
    };
    if !chapter.deeds.iter().any(gives_name) {
        return Vec::new();
    }
    let stays = |name: &str| scene.story.schema.table(name).is_some();
    let mut leftovers: Vec<Leftover<'_>> = Vec::new();
    for of in chapter.lineage.known() {
        let left = match chapter.lineage.fate(of) {
            Fate::Rebuilt(rebuilt) => rebuilt.left,
            Fate::Kept => None,
            Fate::Renamed(_) | Fate::Dropped(_) => continue,
        };
        let ways: Vec<&str> = chapter.lineage.ways(of).collect();
        let heirs = chapter.lineage.heirs(of).filter(|name| chapter.lineage.made(name).is_some());
        let copies = heirs.filter(|name| ways.contains(name) || is_copy(name, of));
        for table in left.into_iter().chain(copies).filter(|name| stays(name)) {
            let Some(origin) = chapter.lineage.named(table) else { continue };
            if !leftovers.iter().any(|known| known.table == table) {
                leftovers.push(Leftover { table, of, origin });
            }
        }
    }
    leftovers
}

/// Words by which people tell a copy from its original.
const MARKS: [&str; 14] = [
    "backup",
    "bak",
    "bkp",
    "copy",
    "new",
    "old",
    "orig",
    "original",
    "prev",
    "previous",
    "rebuild",
    "temp",
    "temporary",
    "tmp",
];

/// Whether the name is that of the table, and such a word.
fn is_copy(name: &str, table: &str) -> bool {
    let (name, table) = (name.to_ascii_lowercase(), table.to_ascii_lowercase());
    let Some(at) = name.find(&table) else { return false };
    let is_end = |end: char| !end.is_alphanumeric();
    let rest = [&name[..at], &name[at + table.len()..]].map(|part| part.trim_matches(is_end));
    match rest {
        ["", mark] | [mark, ""] => {
            MARKS.contains(&mark.trim_end_matches(|end: char| end.is_ascii_digit()).trim_end_matches(is_end))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_copy;

    #[test]
    fn a_copy_is_called_like_its_original_and_a_word() {
        for name in [
            "user_new",
            "NEW_USER",
            "_user_old",
            "tmp_user",
            "user_backup",
            "user_tmp_2",
            "userOld",
            "__user_temp",
        ] {
            assert!(is_copy(name, "user"), "{name}");
        }
        for name in
            ["user", "user_email", "users", "new_users", "user_new_email", "renew_user", "old", "user_2"]
        {
            assert!(!is_copy(name, "user"), "{name}");
        }
    }
}
