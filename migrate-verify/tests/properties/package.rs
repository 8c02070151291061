//! A set as files in a directory: what the verdict says of it, and the set that a program would get.

use std::fs;

use migrate_runtime::__private::{Down, List, Parts, Set, Shape};
use migrate_runtime::{Backfill, Digest, Migration, Replaces, Text};
use migrate_verify::diagnostic::Diagnostic;
use migrate_verify::options::{Options, Value};
use migrate_verify::{Verified, verify};
use tempfile::TempDir;

pub(crate) struct Package(TempDir);

/// Names of lints and families.
pub(crate) type Lints<'a> = &'a [&'a str];

/// All lints.
pub(crate) const EVERYTHING: Lints<'_> = &["all"];

impl Package {
    /// The directory gets the files in this order.
    pub(crate) fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let package = tempfile::tempdir().unwrap();
        let directory = package.path().join("migrations");
        fs::create_dir(&directory).unwrap();
        for (name, text) in files {
            fs::write(directory.join(name), text).unwrap();
        }
        Self(package)
    }

    /// The texts in their order.
    pub(crate) fn of(texts: &[String]) -> Self {
        let name = |(index, text): (usize, &String)| (name(index + 1, index), text.clone());
        Self::new(texts.iter().enumerate().map(name))
    }

    pub(crate) fn verdict(&self, allow: Lints<'_>, warn: Lints<'_>) -> Result<Verified, Vec<Diagnostic>> {
        let mut options = Options::new(self.0.path(), "notes");
        for (key, lints) in [("allow", allow), ("warn", warn)] {
            let lints = lints.iter().map(|lint| Value::Text((*lint).to_owned())).collect();
            options.set_argument(key, Value::List(lints)).unwrap();
        }
        verify(&options).outcome.map_err(|rejected| rejected.diagnostics)
    }
}

/// The name of the file that is described by `index`.
pub(crate) fn name(version: usize, index: usize) -> String {
    format!("{version:04}_f{index}.sql")
}

pub(crate) fn told(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(Diagnostic::render).collect::<Vec<_>>().join("\n")
}

/// What the macro makes of a verdict.
pub(crate) fn set(verified: &Verified) -> Set {
    made(verified, |_| None)
}

/// The same with another text in one of its files: what no build would let pass.
pub(crate) fn set_with(verified: &Verified, index: usize, text: &str) -> Set {
    made(verified, |at| (at == index).then(|| text.to_owned()))
}

fn pairs(names: &[(String, String)]) -> List<(Text, Text)> {
    names.iter().cloned().map(|(one, other)| (one.into(), other.into())).collect::<Vec<_>>().into()
}

fn made(verified: &Verified, other_text: impl Fn(usize) -> Option<String>) -> Set {
    let migrations = verified.set.migrations().iter().zip(&verified.proof.steps).enumerate();
    let migrations = migrations.map(|(index, (migration, step))| {
        let text = other_text(index).unwrap_or_else(|| migration.up.text.clone());
        Parts {
            version: migration.version,
            description: migration.description.clone().into(),
            file: migration.up.path.clone().into(),
            sql: (text + "\0").into(),
            down: migration.down.as_ref().map(|down| Down {
                file: down.path.clone().into(),
                sql: format!("{}\0", down.text).into(),
                in_transaction: migration.down_directives.as_ref().is_none_or(|it| it.transaction),
                foreign_keys: false,
                effects: step.down.clone(),
            }),
            irreversible: None,
            checksum: Digest::new(migration.checksum),
            chain: Digest::new(migration.chain),
            meaning: Digest::new(migration.meaning),
            in_transaction: migration.directives.transaction,
            replaces: migration.directives.replaces.as_ref().map(|replaces| {
                Replaces::new(replaces.first, replaces.last, "notes 1.0.0".to_owned().into())
            }),
            backfill: migration.directives.backfill.as_ref().map(|_| Backfill::new(None)),
            phase: None,
            compatible_with: None,
            hook: None,
            foreign_keys: migration.directives.foreign_keys == Some(true),
            fingerprint: step.fingerprint,
            texts: step.texts,
            leaves_traces: step.leaves_traces,
            touches: step.touches.iter().cloned().map(Into::into).collect::<Vec<_>>().into(),
            destroys: step.destroys.iter().cloned().map(Into::into).collect::<Vec<_>>().into(),
            table_changes: pairs(&step.table_changes),
            shapes: step
                .shapes
                .iter()
                .map(|(names, text)| Shape { names: names.clone().into(), text: *text })
                .collect(),
            gone: step.gone.iter().cloned().map(Into::into).collect::<Vec<_>>().into(),
        }
        .build()
    });
    let migrations: Vec<Migration> = migrations.collect();
    Set::owned("notes".to_owned(), "notes 1.0.0".to_owned(), migrations)
}
