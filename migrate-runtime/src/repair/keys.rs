//! Whether the rows of a table fit an index.

use migrate_token::{Kind, Token, significant};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

use super::columns::Widened;

/// The query that shows rows which an index does not take.
pub(super) struct Misfits {
    query: String,
    is_unique: bool,
}

impl Misfits {
    pub(super) fn of(table: &Widened<'_>, index: &str, is_unique: bool) -> Option<Self> {
        let Key { terms, condition } = Key::parse(index)?;
        let list = terms.join(", ");
        // NULL equals nothing.
        let known = terms.iter().filter(|_| is_unique).map(|term| format!("{term} IS NOT NULL"));
        let conditions: Vec<String> = condition.iter().map(|it| format!("({it})")).chain(known).collect();
        let mut query = format!("SELECT {list}, count(*) FROM {table}");
        if !conditions.is_empty() {
            query += &format!(" WHERE {}", conditions.join(" AND "));
        }
        query += &format!(" GROUP BY {list} HAVING count(*) > {}", if is_unique { 1 } else { i64::MAX });
        Some(Self { query, is_unique })
    }

    /// Why the index cannot be created, and what shows it; `None` if it can be.
    pub(super) fn refusal(self, conn: &Connection) -> Option<(String, Vec<String>)> {
        match self.first(conn) {
            Ok(None) => None,
            Ok(Some(values)) => Some((format!("rows have the same key: {values}"), vec![self.query])),
            Err(error) if self.is_unique => {
                Some((format!("whether rows have the same key cannot be seen: {error}"), Vec::new()))
            }
            Err(error) => Some((format!("its key cannot be computed for every row: {error}"), Vec::new())),
        }
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
