//! The image of a new database as a byte string, which rustc takes as it is.

use migrate_verify::shadow::Image;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A call that gives a set its image.
pub(crate) fn call(image: &Image<Vec<u8>>, krate: &TokenStream) -> TokenStream {
    let (length, page, sqlite, packed) = image.parts();
    let (length, page) = (Literal::usize_unsuffixed(length), Literal::usize_unsuffixed(page));
    let (sqlite, packed) = (Literal::i32_unsuffixed(sqlite), Literal::byte_string(packed));
    quote!(.with_image(#krate::__private::Image::embedded(#length, #page, #sqlite, #packed)))
}
