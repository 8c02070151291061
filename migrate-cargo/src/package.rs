//! Which package, and where its sources begin.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::arguments::Common;
use crate::failure::Failure;

/// The package that has the migrations.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The directory of its `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// That of the workspace, in which cargo runs rustc, so that paths are told relative to it.
    pub(crate) workspace: PathBuf,
    /// The first files of its targets.
    pub(crate) targets: Vec<PathBuf>,
}

/// The part of <https://doc.rust-lang.org/cargo/commands/cargo-metadata.html> that is of interest.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Member>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct Member {
    name: String,
    version: String,
    manifest_path: PathBuf,
    targets: Vec<Target>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
    src_path: PathBuf,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
}

/// The library that makes a package one of migrations.
const LIBRARY: &str = "embed-migrations";

impl Package {
    /// The one that the arguments name; else that of the working directory; else the only one of the workspace that
    /// depends on the library.
    pub(crate) fn find(common: &Common) -> Result<Self, Failure> {
        let metadata = metadata(common.manifest_path.as_deref())?;
        let names: Vec<&str> = metadata.packages.iter().map(|member| &*member.name).collect();
        let using: Vec<&Member> = metadata.packages.iter().filter(|member| member.uses_library()).collect();
        let member = match (&common.package, nearest_manifest(common)) {
            (Some(asked), _) => {
                let found = metadata.packages.iter().find(|member| member.name == *asked);
                found.ok_or_else(|| Failure::no_such_package(asked, &names))?
            }
            (None, Some(manifest))
                if metadata.packages.iter().any(|it| is_same(&it.manifest_path, &manifest)) =>
            {
                let found = metadata.packages.iter().find(|it| is_same(&it.manifest_path, &manifest));
                found.ok_or_else(|| Failure::which_package(&[], &names))?
            }
            (None, _) => match using[..] {
                [only] => only,
                _ => {
                    let using: Vec<&str> = using.iter().map(|member| &*member.name).collect();
                    return Err(Failure::which_package(&using, &names));
                }
            },
        };
        let is_built = |target: &&Target| target.kind.iter().all(|kind| kind != "custom-build");
        Ok(Self {
            name: member.name.clone(),
            version: member.version.clone(),
            root: member.manifest_path.parent().unwrap_or(Path::new("")).to_owned(),
            workspace: metadata.workspace_root.clone(),
            targets: member.targets.iter().filter(is_built).map(|target| target.src_path.clone()).collect(),
        })
    }

    /// A path as rustc shows it.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let parts: Vec<_> = path.strip_prefix(&self.workspace).unwrap_or(path).iter().collect();
        let parts: Vec<_> = parts.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    }
}

impl Member {
    fn uses_library(&self) -> bool {
        self.dependencies.iter().any(|dependency| dependency.name == LIBRARY)
    }
}

fn metadata(manifest: Option<&Path>) -> Result<Metadata, Failure> {
    // Set where cargo has started us: the one that is to be asked.
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["metadata", "--no-deps", "--format-version", "1", "--color", "never"]);
    if let Some(manifest) = manifest {
        cargo.arg("--manifest-path").arg(manifest);
    }
    let said = cargo.output().map_err(|error| Failure::no_cargo(&error))?;
    if !said.status.success() {
        return Err(Failure::no_manifest(&String::from_utf8_lossy(&said.stderr)));
    }
    serde_json::from_slice(&said.stdout).map_err(|error| Failure::odd_metadata(&error))
}

/// The manifest that is meant, be it of a package or of a workspace.
fn nearest_manifest(common: &Common) -> Option<PathBuf> {
    if let Some(manifest) = &common.manifest_path {
        return Some(manifest.clone());
    }
    let directory = std::env::current_dir().ok()?;
    directory.ancestors().map(|above| above.join("Cargo.toml")).find(|manifest| manifest.is_file())
}

fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    real(one) == real(other)
}
