//! A row that a parent should have, so that several keys of a row find parents that agree.

use rusqlite::Result;

use super::form::{Form, Promise};
use super::parent::{Link, Parents};

impl<'a> Parents<'a> {
    /// What one parent of a slot without choices should have in common with the newest row of another.
    pub(super) fn wish(&self, form: &Form<'a>) -> Result<Option<Promise>> {
        for slot in form.slots.iter().filter(|slot| slot.choices.is_empty() && slot.keys.len() > 1) {
            let mut links = slot.keys.iter().filter_map(|key| Link::find(self.tables, key));
            let Some(first) = links.next() else { continue };
            let Some(row) = self.joined(form, slot, &[first])?.into_iter().next() else { continue };
            let known = |name: &str| {
                let place = form.place(name);
                row.iter().find(|(at, _)| Some(*at) == place).map(|(_, value)| value.clone())
            };
            for link in links {
                let shared =
                    link.pairs().filter_map(|(name, target)| Some((target.name().to_owned(), known(name)?)));
                let values: Vec<_> = shared.collect();
                if !values.is_empty() && self.joined(form, slot, &[first, link])?.is_empty() {
                    return Ok(Some(Promise { table: link.parent.name().to_owned(), values }));
                }
            }
        }
        Ok(None)
    }
}
