//! A database in memory for tests: the pages of one to which the set was applied, packed while the program was compiled.

#[cfg(feature = "in-memory")]
mod copy;
#[cfg(feature = "in-memory")]
mod make;
#[cfg(feature = "in-memory")]
mod pages;

use std::fmt;

/// The pages of a new database to which a set was applied.
#[derive(Clone, Copy)]
pub struct Image<B> {
    /// The bytes of the database, and of one of its pages.
    length: usize,
    page: usize,
    /// The number of the release of SQLite that has written it.
    sqlite: i32,
    packed: B,
}

impl Image<&'static [u8]> {
    /// For the macro: what [`Image::parts`] gives.
    pub const fn embedded(length: usize, page: usize, sqlite: i32, packed: &'static [u8]) -> Self {
        Self { length, page, sqlite, packed }
    }
}

impl Image<Vec<u8>> {
    /// The bytes of the database, those of a page, the release of SQLite, and the packed pages.
    pub fn parts(&self) -> (usize, usize, i32, &[u8]) {
        (self.length, self.page, self.sqlite, &self.packed)
    }
}

/// Nobody reads the bytes.
impl<B> fmt::Debug for Image<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Image").field("length", &self.length).finish_non_exhaustive()
    }
}
