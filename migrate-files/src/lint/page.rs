//! The catalogue as a page: `docs/lints.md`.

use super::{Family, Level, Lint};

const INTRODUCTION: &str = "\
# Lints

What is worth a word although it runs. Every migration is run while the crate is compiled, on a shadow database; a lint
looks at what that run has shown, and not at the words of the SQL. Each has a level:

| level | what is done |
|---|---|
| `deny` | it is an error |
| `warn` | it is a warning of the build |
| `allow` | nothing |

The arguments of `embed_migrations!` set levels for the whole set: of a lint, of a family (the headings below), or of
`all`. The narrower one decides, whatever the order. A name is a word with underscores, or a string with hyphens:

```rust
embed_migrations!(deny = [destructive, \"rename-table\"], allow = [drop_column], warn = [if_not_exists]);
```

A file allows a lint for itself in the comments before its first statement, and says why:

```sql
-- migrate: allow(drop-table): nothing has read it since 1.4
```

What has run in production cannot be mended. `trusted_through = VERSION` says so: migrations up to it have no lints.
";

/// The page, in Markdown.
pub fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for family in Family::ALL {
        page += &format!("\n# {}\n\n{}:\n\n", family.as_str(), sentence(family.what()));
        for lint in family.lints() {
            page += &format!("- [`{0}`](#{0}){1}\n", lint.name, level(lint));
        }
        family.lints().iter().for_each(|lint| page += &section(lint));
    }
    page
}

/// The level in the list, if it is not that of most.
fn level(lint: &Lint) -> String {
    if lint.level == Level::Warn { String::new() } else { format!(" ({})", lint.level.as_str()) }
}

fn section(lint: &Lint) -> String {
    let mut section = format!(
        "\n## {}\n\n`{}` by default: {}.\n\nWhy: {}.\n\n",
        lint.name,
        lint.level.as_str(),
        lint.what,
        lint.why
    );
    for (file, text) in lint.example {
        section += &format!("```sql\n-- {file}\n{text}\n```\n\n");
    }
    section + &format!("Way out: {}.\n", lint.way_out)
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}
