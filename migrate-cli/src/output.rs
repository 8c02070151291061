//! What is printed: lines for people, or one document of JSON.

use std::io::Write as _;

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use serde_json::{Value, json};

use crate::arguments::Common;
use crate::document::{self, Document};
use crate::failure::Failure;
use crate::paint;

/// Counted up when a program that reads the JSON has to be told.
const FORMAT: u32 = 1;

/// What a command has to say of a set.
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) data: Value,
    /// The code that the program ends with, if no set has a higher one.
    pub(crate) code: u8,
}

impl Said {
    pub(crate) fn new(text: impl Into<String>, data: Value) -> Self {
        Self { text: text.into(), data, code: crate::failure::DONE }
    }
}

/// What became of a command for a set.
pub(crate) struct Outcome {
    pub(crate) set: String,
    pub(crate) said: Result<Said, Failure>,
}

impl Outcome {
    fn code(&self) -> u8 {
        self.said.as_ref().map_or_else(|failure| failure.code, |said| said.code)
    }

    fn data(&self) -> Value {
        match &self.said {
            Ok(said) => json!({ "set": self.set, "data": said.data }),
            Err(failure) => {
                let mut error = json!({ "code": failure.kind, "message": failure.text });
                if let Some(applied) = &failure.applied {
                    error["applied"] = applied.clone();
                }
                json!({ "set": self.set, "error": error })
            }
        }
    }
}

/// Where it is printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    pub(crate) json: bool,
    quiet: bool,
    pub(crate) verbose: bool,
    color: ColorChoice,
}

impl Output {
    pub(crate) fn new(common: &Common) -> Self {
        let color = common.color.choice();
        Self { json: common.json, quiet: common.quiet, verbose: common.verbose, color }
    }

    /// Whether lines are for people who wait for them.
    pub(crate) fn is_told(self) -> bool {
        !self.json && !self.quiet
    }

    /// Whether a bar of progress can be drawn.
    pub(crate) fn has_terminal(self) -> bool {
        self.is_told()
            && self.color != ColorChoice::Never
            && std::io::IsTerminal::is_terminal(&std::io::stderr())
    }

    /// A line that has come meanwhile. Whoever has stopped to listen is told no more.
    pub(crate) fn line(self, text: &str) {
        if self.is_told() {
            let _ = writeln!(AutoStream::new(std::io::stdout(), self.color).lock(), "{text}");
        }
    }

    /// Everything, in the end, and the code.
    pub(crate) fn end(self, command: &str, database: &str, outcomes: Vec<Outcome>) -> u8 {
        let code = outcomes.iter().map(Outcome::code).max().unwrap_or_default();
        if self.json {
            let sets: Vec<Value> = outcomes.iter().map(Outcome::data).collect();
            self.json(&json!({
                "format": FORMAT, "command": command, "database": database, "exit_code": code, "sets": sets,
            }));
            return code;
        }
        let is_one = outcomes.len() == 1;
        for Outcome { set, said } in outcomes {
            match said {
                Ok(said) if said.text.is_empty() => {}
                // A table does not say whose it is.
                Ok(said) if is_one || said.text.contains(&format!("`{set}`")) => self.line(&said.text),
                Ok(said) => self.line(&format!("{}\n{}", paint::bold(&format!("`{set}`")), said.text)),
                Err(failure) => self.error(&failure),
            }
        }
        code
    }

    /// What is one whole, and the code.
    pub(crate) fn document(self, command: &str, database: Option<&str>, document: Document) -> u8 {
        let code = crate::failure::DONE;
        let mut whole = json!({
            "format": FORMAT, "command": command, "database": database, "exit_code": code, "sets": document.data,
        });
        let is_data = document.text.is_none();
        let text = document.text.unwrap_or_else(|| format!("{whole:#}\n"));
        if let Some(path) = &document.file {
            let text = if document.is_painted { strip_str(&text).to_string() } else { text };
            if let Err(failure) = document::write(path, &text) {
                return self.refuse(command, &failure);
            }
            whole["sets"] = json!([]);
            whole["file"] = path.display().to_string().into();
            if self.json {
                self.json(&whole);
            } else {
                self.line(&paint::good(&format!("`{}` is written", path.display())));
            }
        } else if self.json {
            if !is_data {
                whole["text"] = if document.is_painted { strip_str(&text).to_string() } else { text }.into();
            }
            self.json(&whole);
        } else if document.is_painted {
            self.line(text.trim_end());
        } else if self.is_told() {
            // Whatever is in it, nothing is taken out.
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
        }
        code
    }

    /// A failure before any set was asked.
    pub(crate) fn refuse(self, command: &str, failure: &Failure) -> u8 {
        if self.json {
            let error = json!({ "code": failure.kind, "message": failure.text });
            self.json(&json!({
                "format": FORMAT, "command": command, "database": null, "exit_code": failure.code, "sets": [],
                "error": error,
            }));
        } else {
            self.error(failure);
        }
        failure.code
    }

    fn json(self, whole: &Value) {
        let _ = writeln!(std::io::stdout().lock(), "{whole:#}");
    }

    fn error(self, failure: &Failure) {
        let text = paint::error(&failure.text);
        let _ = writeln!(AutoStream::new(std::io::stderr(), self.color).lock(), "{text}");
    }
}
