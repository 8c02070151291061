//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

pub(crate) const USAGE: &str = "\
Keeps notes in an SQLite database. Every command first applies the migrations that the database lacks.

Usage: quickstart [--database PATH] [COMMAND]

Commands:
  (none)               show the migrations of the database
  add TEXT [#TAG ...]  add a note
  list [WORD ...]      list the notes that contain all the words, newest first
  tags                 list the tags, and how many notes have them

Options:
  --database PATH      the database file, created if it is missing [default: notes.db]
  --help               print this";

/// What is to be done, and with which file.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) database: PathBuf,
    pub(crate) command: Command,
}

#[derive(Debug)]
pub(crate) enum Command {
    Help,
    Status,
    Add { text: String, tags: Vec<String> },
    List { words: Vec<String> },
    Tags,
}

impl Arguments {
    /// Reads what follows the program's name.
    pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Self, String> {
        let mut database = PathBuf::from("notes.db");
        let mut words = Vec::new();
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--help" | "-h") => return Ok(Self { database, command: Command::Help }),
                Some("--database") => database = arguments.next().ok_or("`--database` needs a path")?.into(),
                Some(option) if option.starts_with("--") => return Err(format!("unknown option `{option}`")),
                Some(word) => words.push(word.to_owned()),
                None => return Err(format!("`{}` is not UTF-8", argument.display())),
            }
        }
        Ok(Self { database, command: command(&words)? })
    }
}

fn command(words: &[String]) -> Result<Command, String> {
    let Some((command, rest)) = words.split_first() else { return Ok(Command::Status) };
    match (command.as_str(), rest) {
        ("add", [text, tags @ ..]) if !text.is_empty() => {
            let tag = |word: &String| match word.strip_prefix('#') {
                Some(tag) if !tag.is_empty() => Ok(tag.to_owned()),
                _ => Err(format!("expected a tag such as `#home`, found `{word}`")),
            };
            Ok(Command::Add { text: text.clone(), tags: tags.iter().map(tag).collect::<Result<_, _>>()? })
        }
        ("add", _) => Err("`add` needs a text".to_owned()),
        ("list", words) => Ok(Command::List { words: words.to_vec() }),
        ("tags", []) => Ok(Command::Tags),
        ("tags", [extra, ..]) => Err(format!("`tags` takes no argument, found `{extra}`")),
        _ => Err(format!("unknown command `{command}`")),
    }
}
