//! Schemas as pictures: what is drawn, how it is written in the languages of others, and how it is laid out.

pub(crate) mod diagram;
pub(crate) mod dot;
pub(crate) mod glyphs;
pub(crate) mod json;
mod layout;
pub(crate) mod mermaid;
pub(crate) mod page;
pub(crate) mod palette;
pub(crate) mod svg;
pub(crate) mod tables;
