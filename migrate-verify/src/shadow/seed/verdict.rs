//! Whether a table refuses every row there can be, or every one that means something.

use migrate_runtime::Table;
use migrate_token::{Token, significant};

use super::refusal::Refusal;
use super::rule::Rules;

/// What an expression fails with that must not depend on the time, and does.
const UNSTEADY: &str = "non-deterministic use of ";
/// SQLite evaluates what stands beside these only as far as it has to.
const FORKS: [&str; 9] = ["or", "case", "iif", "if", "coalesce", "ifnull", "nullif", "select", "in"];

/// Which rows a table does not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::shadow) enum Refuses {
    Every,
    /// Those with a date where an expression turns it into the time of the machine's zone, or back.
    Dates,
}

/// What follows from the refusals for other rows. `takes_some` says that others have come.
pub(super) fn refuses(
    refusals: &[Refusal],
    table: &Table,
    rules: &Rules,
    takes_some: bool,
) -> Option<Refuses> {
    let is_zone = |refusal: &Refusal| is_unsteady(refusal) && names_a_zone(table);
    if !takes_some && refusals.iter().any(|refusal| is_final(refusal, table, rules)) {
        Some(Refuses::Every)
    } else {
        refusals.iter().any(is_zone).then_some(Refuses::Dates)
    }
}

/// Whether an expression depends on the moment or the machine, and must not.
pub(super) fn is_unsteady(refusal: &Refusal) -> bool {
    refusal.message.starts_with(UNSTEADY)
}

/// Whether a modifier of a date function in the table or one of its indexes depends on the machine.
fn names_a_zone(table: &Table) -> bool {
    let indexes = table.indexes().iter().filter_map(|index| index.sql());
    let is_zone =
        |token: Token<'_>| ["'localtime'", "'utc'"].iter().any(|zone| zone.eq_ignore_ascii_case(token.text));
    indexes.chain([table.sql()]).any(|sql| significant(sql).any(is_zone))
}

/// Whether the refusal holds for every row: where an expression asks for the present moment, whatever the row is.
fn is_final(refusal: &Refusal, table: &Table, rules: &Rules) -> bool {
    let Some((function, place)) =
        refusal.message.strip_prefix(UNSTEADY).and_then(|rest| rest.split_once("() in "))
    else {
        return false;
    };
    let asks = |text: &str| asks_for_now(text, function, false);
    match place {
        "a CHECK constraint" => rules.checks.iter().any(|rule| asks_for_now(&rule.text, function, true)),
        // Those that are not stored are computed on every INSERT, too.
        "a generated column" => table.columns().iter().any(|column| column.expression().is_some_and(asks)),
        "an index" => table.indexes().iter().any(|index| index.sql().is_some_and(asks)),
        _ => false,
    }
}

/// Whether the function is called for the present moment on every way through the expression.
fn asks_for_now(text: &str, function: &str, is_check: bool) -> bool {
    let tokens: Vec<Token<'_>> = significant(text).collect();
    let is = |at: usize, text: &str| {
        tokens.get(at).is_some_and(|token: &Token<'_>| token.text.eq_ignore_ascii_case(text))
    };
    let (mut depth, mut is_called) = (0, false);
    for (at, token) in tokens.iter().enumerate() {
        depth += i32::from(token.text == "(") - i32::from(token.text == ")");
        if FORKS.iter().any(|fork| token.is_word(fork)) {
            return false;
        }
        // At the top of a CHECK, what makes AND false has failed already.
        if token.is_word("and") && !(is_check && depth == 0) {
            return false;
        }
        if token.is_word(function) && is(at + 1, "(") {
            // The moment comes after the format.
            let moment = if function.eq_ignore_ascii_case("strftime") { at + 4 } else { at + 2 };
            let is_format = moment == at + 2 || is(at + 3, ",");
            is_called |= is_format && (is(moment, ")") || is(moment, "'now'"));
        }
    }
    is_called
}

#[cfg(test)]
mod tests {
    use super::asks_for_now;

    #[test]
    fn only_what_is_always_evaluated_is_certain() {
        let asks = |text| asks_for_now(text, "datetime", true);
        assert!(asks("at > datetime('now')"));
        assert!(asks("kind <> '' AND at > DateTime()"));
        assert!(!asks("at IS NULL OR at > datetime('now')"));
        assert!(!asks("NOT (kind = 1 AND at > datetime('now'))"));
        assert!(!asks("at > datetime(other)"));
        assert!(!asks("at > date('now')"));
        assert!(asks_for_now("at > strftime('%s', 'now')", "strftime", true));
        assert!(!asks_for_now("strftime('%s', at) > 1", "strftime", true));
        assert!(!asks_for_now("CREATE INDEX i ON t (a) WHERE b = 1 AND at > date('now')", "date", false));
    }
}
