//! Text and lists that are either constant data, embedded in a program, or owned, just read from somewhere.

use std::borrow::Cow;
use std::fmt;

/// A name or a piece of SQL: embedded in the program, or read from a database.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(Cow<'static, str>);

impl Text {
    pub(crate) const fn embedded(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The text itself.
    pub const fn as_str(&self) -> &str {
        match &self.0 {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => text.as_str(),
        }
    }

    pub(crate) const fn option(text: &Option<Self>) -> Option<&str> {
        match text {
            Some(text) => Some(text.as_str()),
            None => None,
        }
    }
}

impl<T: Clone> From<Vec<T>> for List<T> {
    fn from(list: Vec<T>) -> Self {
        Self(Cow::Owned(list))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

/// A list of anything that is embedded.
#[derive(Clone, PartialEq, Eq)]
pub struct List<T: Clone + 'static>(Cow<'static, [T]>);

impl<T: Clone + 'static> List<T> {
    pub(crate) const fn embedded(list: &'static [T]) -> Self {
        Self(Cow::Borrowed(list))
    }

    pub(crate) const fn as_slice(&self) -> &[T] {
        match &self.0 {
            Cow::Borrowed(list) => list,
            Cow::Owned(list) => list.as_slice(),
        }
    }

    /// Its entries.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.as_slice().iter()
    }

    pub(crate) fn to_mut(&mut self) -> &mut Vec<T> {
        self.0.to_mut()
    }
}

impl<T: Clone> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        Self(Cow::Owned(list.into_iter().collect()))
    }
}

impl<T: Clone + fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_slice(), f)
    }
}

/// A name as SQL takes it, whatever it holds.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
