//! How rows and values have come to be lost.

use migrate_files::diagnostic::rows::Way;

use super::{Fate, Passage};
use crate::shadow::objects::Origin;
use crate::shadow::story::Deed;
use crate::shadow::tape::{Event, How, Write};

impl Passage<'_> {
    pub(super) fn way_of_rows(&self, fate: &Fate) -> Way {
        let shrink = self.traces.shrinks.iter().find(|shrink| fate.is(&shrink.table));
        let deed = shrink.and_then(|shrink| self.deeds().iter().find(|deed| deed.origin == shrink.origin));
        let by_trigger = |event: &Event| matches!(event, Event::Writes(Write { table, how: How::Delete, is_direct: false }) if fate.is(table));
        match self.cascade() {
            _ if fate.is_rebuilt => Way::Copy,
            Some(cascade) => cascade,
            None if deed.is_some_and(|deed| deed.events.iter().any(by_trigger)) => Way::Trigger,
            None => Way::Copy,
        }
    }

    /// The statement that has changed what stands in the table, and how.
    pub(super) fn changer(&self, fate: &Fate) -> Option<(Origin, Way)> {
        let takes_parents = |deed: &&Deed| {
            deed.events.iter().any(|event| match event {
                Event::Drops(_) => true,
                Event::Writes(write) => write.how == How::Delete,
                _ => false,
            })
        };
        let taken = || self.deeds().iter().rev().find(takes_parents).map(|deed| deed.origin);
        let copy = self.copy(fate).or_else(|| self.insert(fate)).map(|origin| (origin, Way::Copy));
        copy.or_else(|| Some((self.altered(fate)?, Way::Alter)))
            .or_else(|| self.cascade().and_then(|way| Some((taken()?, way))))
    }

    fn altered(&self, fate: &Fate) -> Option<Origin> {
        let alters = |deed: &&Deed| {
            deed.events.iter().any(|event| matches!(event, Event::Alters(table) if fate.is(table)))
        };
        self.deeds().iter().rev().find(alters).map(|deed| deed.origin)
    }

    /// How rows go with others, if foreign keys are enforced.
    fn cascade(&self) -> Option<Way> {
        let directives = &self.facts.set.migrations()[self.index].directives;
        let is_set = |(name, value): &(String, Option<String>)| {
            let is_off =
                |value: &str| ["0", "off", "no", "false"].iter().any(|off| off.eq_ignore_ascii_case(value));
            name.eq_ignore_ascii_case("foreign_keys") && value.as_deref().is_some_and(|value| !is_off(value))
        };
        if directives.enforces_foreign_keys() {
            return Some(Way::Cascade { by_pragma: false });
        }
        let by_pragma =
            !directives.transaction && self.deeds().iter().flat_map(|deed| &deed.pragmas).any(is_set);
        by_pragma.then_some(Way::Cascade { by_pragma })
    }
}
