//! What is printed.

use std::io::Write as _;

use anstream::{AutoStream, ColorChoice};
use migrate_cli::__private::paint;

use crate::arguments::Common;

/// Where it is printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    pub(crate) quiet: bool,
    color: ColorChoice,
}

impl Output {
    pub(crate) fn new(common: &Common) -> Self {
        Self { quiet: common.quiet, color: common.color.choice() }
    }

    /// What was asked for. Whoever has stopped to listen is told no more.
    pub(crate) fn line(self, text: &str) {
        let _ = writeln!(AutoStream::new(std::io::stdout(), self.color).lock(), "{text}");
    }

    /// What was asked for, unless nothing was to be said.
    pub(crate) fn told(self, text: &str) {
        if !self.quiet {
            self.line(text);
        }
    }

    /// What is worth a word beside it.
    pub(crate) fn note(self, text: &str) {
        if !self.quiet {
            self.aside(&format!("{}: {}", paint::bold("note"), paint::notes(text)));
        }
    }

    pub(crate) fn error(self, text: &str) {
        self.aside(&paint::error(text));
    }

    fn aside(self, text: &str) {
        let _ = writeln!(AutoStream::new(std::io::stderr(), self.color).lock(), "{text}");
    }
}
