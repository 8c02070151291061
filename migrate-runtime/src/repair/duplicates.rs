//! Rows that a unique index would refuse.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

use super::columns::Widened;
use migrate_token::{Kind, Token, significant};

/// The keys that more than one row has.
pub(super) struct Duplicates {
    query: String,
}

impl Duplicates {
    /// Of those that the unique index covers.
    pub(super) fn of(table: &Widened<'_>, index: &str) -> Option<Self> {
        let Key { terms, condition } = Key::parse(index)?;
        let list = terms.join(", ");
        // NULL equals nothing.
        let known = terms.iter().map(|term| format!("{term} IS NOT NULL"));
        let conditions: Vec<String> = condition.iter().map(|it| format!("({it})")).chain(known).collect();
        let conditions = conditions.join(" AND ");
        Some(Self {
            query: format!(
                "SELECT {list}, count(*) FROM {table} WHERE {conditions} GROUP BY {list} HAVING count(*) > 1"
            ),
        })
    }

    /// Why the index cannot be created, and the query that shows the keys; `None` if it can be.
    pub(super) fn refusal(self, conn: &Connection) -> Option<(String, String)> {
        let reason = match self.first(conn) {
            Ok(None) => return None,
            Ok(Some(values)) => format!("rows have the same key: {values}"),
            Err(error) => format!("whether rows have the same key cannot be seen: {error}"),
        };
        Some((reason, self.query))
    }

    fn first(&self, conn: &Connection) -> Result<Option<String>> {
        let mut statement = conn.prepare(&self.query)?;
        let columns = statement.column_count() - 1;
        let mut rows = statement.query([])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let values: Result<Vec<String>> = (0..columns).map(|column| Ok(told(row.get_ref(column)?))).collect();
        values.map(|values| Some(values.join(", ")))
    }
}

fn told(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => format!("'{}'", String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()),
    }
}

/// What an index sorts by.
#[derive(Debug, PartialEq)]
struct Key<'a> {
    /// With their COLLATE, without ASC and DESC.
    terms: Vec<&'a str>,
    condition: Option<&'a str>,
}

impl<'a> Key<'a> {
    /// `CREATE UNIQUE INDEX … ON table (TERM, …) WHERE …`
    fn parse(sql: &'a str) -> Option<Self> {
        let tokens: Vec<Token<'a>> = significant(sql).filter(|token| token.text != ";").collect();
        let end_of = |token: &Token<'_>| token.start + token.text.len();
        let on = tokens.iter().position(|token| token.kind == Kind::Word && token.is_word("ON"))?;
        let open = on + tokens[on..].iter().position(|token| token.text == "(")?;
        let (mut terms, mut depth, mut start) = (Vec::new(), 0_usize, open + 1);
        for (at, token) in tokens.iter().enumerate().skip(open) {
            depth = match token.text {
                "(" => depth + 1,
                ")" => depth - 1,
                _ => depth,
            };
            if depth == 0 || (depth == 1 && token.text == ",") {
                let is_order = |token: &Token<'_>| token.is_word("ASC") || token.is_word("DESC");
                let last = tokens[start..at].iter().rposition(|token| !is_order(token))?;
                terms.push(&sql[tokens[start].start..end_of(&tokens[start + last])]);
                start = at + 1;
            }
            if depth == 0 {
                break;
            }
        }
        let condition = match (tokens.get(start), tokens.get(start + 1), tokens.last()) {
            (Some(word), Some(first), Some(last)) if word.is_word("WHERE") => {
                Some(&sql[first.start..end_of(last)])
            }
            _ => None,
        };
        Some(Self { terms, condition })
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn a_key_is_read_from_its_text() {
        let sql = "CREATE UNIQUE INDEX \"on\" ON t (a COLLATE nocase DESC, lower(b, ')') ASC, [c,]) WHERE (d) > 0 -- x\n";
        let key = Key::parse(sql).unwrap();
        assert_eq!(key.terms, ["a COLLATE nocase", "lower(b, ')')", "[c,]"]);
        assert_eq!(key.condition, Some("(d) > 0"));
        assert_eq!(Key::parse("CREATE UNIQUE INDEX i ON t (a)").unwrap().condition, None);
        assert_eq!(Key::parse("CREATE UNIQUE INDEX i ON t (a"), None);
    }
}
