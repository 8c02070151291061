//! Values that a column might be made to hold, the most promising first.

use migrate_runtime::Affinity;
use rusqlite::types::Value;

use super::form::Form;
use super::hint::{Hint, Literal};
use super::order::may_be_null;
use super::rule::Rule;
use super::value::{Kind, date, time, uuid};
use super::{document, pattern};

/// The longest text or blob that is made to measure.
const LONGEST: i64 = 10_000;

/// Collects what fits the type.
struct Pool<'f> {
    values: Vec<Value>,
    label: &'f str,
    number: i64,
}

/// The candidates for the column. `number` is new.
pub(super) fn candidates(form: &Form<'_>, at: usize, rules: &[&Rule], number: i64) -> Vec<Value> {
    let column = form.columns[at];
    let label = format!("{} {}", form.table.name(), column.name());
    let mut pool = Pool { values: Vec::new(), label: &label, number };
    let hints = rules.iter().filter(|rule| rule.columns.contains(&at)).flat_map(|rule| &rule.hints);
    // What stands beside the column is more likely meant for it.
    let (own, foreign): (Vec<&Hint>, Vec<&Hint>) =
        hints.partition(|hint| hint.column.is_none_or(|of| of == at));
    own.iter().for_each(|hint| pool.hint(hint));
    pool.documents(&own);
    if may_be_null(column) {
        pool.values.push(Value::Null);
    }
    pool.values.push(Kind::of(column).value(&label, number, number));
    pool.values.push(Kind::of(column).empty());
    pool.made_to_measure(&own);
    own.iter().for_each(|hint| pool.measure(hint));
    match column.affinity() {
        Affinity::Integer => pool.numbers(),
        Affinity::Text => pool.texts(),
        Affinity::Real => pool.reals(),
        Affinity::Numeric => {
            pool.numbers();
            pool.texts();
        }
        Affinity::Blob => {
            pool.texts();
            pool.numbers();
        }
    }
    foreign.iter().for_each(|hint| pool.hint(hint));
    pool.reals();
    pool.blobs();
    let fits = |value: &Value| !form.table.strict() || is_stored(column.affinity(), value);
    let mut values: Vec<Value> = Vec::with_capacity(pool.values.len());
    for value in pool.values {
        if fits(&value) && !values.contains(&value) {
            values.push(value);
        }
    }
    // Text in a column of numbers is allowed, and no row that a program writes.
    values.sort_by_key(|value| !is_stored(column.affinity(), value));
    values
}

/// Whether a column of a STRICT table takes it.
fn is_stored(affinity: Affinity, value: &Value) -> bool {
    match affinity {
        Affinity::Integer => matches!(value, Value::Null | Value::Integer(_)),
        Affinity::Text => matches!(value, Value::Null | Value::Text(_)),
        Affinity::Real => matches!(value, Value::Null | Value::Integer(_) | Value::Real(_)),
        Affinity::Blob | Affinity::Numeric => true,
    }
}

impl Pool<'_> {
    fn text(&mut self, text: impl Into<String>) {
        self.values.push(Value::Text(text.into()));
    }

    /// The literal itself, or what fits it.
    fn hint(&mut self, hint: &Hint) {
        match &hint.literal {
            Literal::Value(value) => self.values.push(value.clone()),
            Literal::Like(like) => self.values.extend(pattern::like(like, self.number).map(Value::Text)),
            Literal::Glob(glob) => self.values.extend(pattern::glob(glob, self.number).map(Value::Text)),
            Literal::Path(_) => {}
        }
    }

    /// Texts of JSON that have what is looked for.
    fn documents(&mut self, hints: &[&Hint]) {
        let path = |hint: &&Hint| match &hint.literal {
            Literal::Path(path) => Some(path.clone()),
            _ => None,
        };
        let paths: Vec<String> = hints.iter().filter_map(path).collect();
        if !paths.is_empty() {
            let texts =
                [document::with(&paths, self.number, ""), document::with(&paths, self.number, self.label)];
            self.values.extend(texts.map(Value::Text));
        }
    }

    /// Values for which the number of a hint is a length or a neighbour.
    fn measure(&mut self, hint: &Hint) {
        let Literal::Value(value) = &hint.literal else { return };
        match *value {
            Value::Integer(number) => {
                self.values.extend([number + 1, number - 1].map(Value::Integer));
                for length in [number, number - 1, number + 1, number / 2] {
                    if (1..=LONGEST).contains(&length) {
                        self.lengths(usize::try_from(length).unwrap_or(0));
                    }
                }
                self.text(number.to_string());
            }
            Value::Real(number) => self.values.extend([number + 0.5, number - 0.5].map(Value::Real)),
            _ => {}
        }
    }

    /// Texts of a length, which begin with a literal or have letters of a class only: `usr_…` of 28 letters, 64 hexadecimal
    /// digits that are no other ones.
    fn made_to_measure(&mut self, hints: &[&Hint]) {
        let length = |hint: &&Hint| match hint.literal {
            Literal::Value(Value::Integer(length @ 1..=LONGEST)) => usize::try_from(length).ok(),
            _ => None,
        };
        let lengths: Vec<usize> = hints.iter().filter_map(length).collect();
        let classes = hints.iter().filter_map(|hint| match &hint.literal {
            Literal::Glob(glob) => pattern::alphabet(glob),
            _ => None,
        });
        let mut alphabets: Vec<Vec<char>> = classes.collect();
        alphabets.extend(["0123456789abcdef", "ABCDEF0123456789"].map(|letters| letters.chars().collect()));
        let starts = hints.iter().filter_map(|hint| match &hint.literal {
            Literal::Value(Value::Text(start)) => Some(start.as_str()),
            Literal::Like(pattern) => pattern.split(['%', '_']).next(),
            Literal::Glob(pattern) => pattern.split(['*', '?', '[']).next(),
            _ => None,
        });
        let mut starts: Vec<&str> = starts.filter(|start| !start.is_empty()).collect();
        starts.push("");
        for (length, start) in
            lengths.iter().flat_map(|length| starts.iter().map(move |start| (*length, *start)))
        {
            let Some(rest) = length.checked_sub(start.chars().count()).filter(|rest| *rest > 0) else {
                continue;
            };
            for alphabet in &alphabets {
                self.values.push(Value::Text(start.to_owned() + &spelled(self.number, rest, alphabet)));
            }
        }
    }

    fn lengths(&mut self, length: usize) {
        let fit = |digits: String| {
            let digits = digits[digits.len().saturating_sub(length)..].to_owned();
            format!("{}{digits}", digits[..1].repeat(length - digits.len()))
        };
        let hex = fit(format!("{:x}", self.number));
        let letters = |first: u8| {
            let letter = |digit: u8| char::from(first + digit - b'0');
            fit(self.number.to_string().bytes().map(letter).collect())
        };
        let texts = [
            hex.clone(),
            fit(self.number.to_string()),
            letters(b'a'),
            letters(b'A'),
            hex.to_ascii_uppercase(),
        ];
        self.values.extend(texts.map(Value::Text));
        let bytes = [vec![0xb5; length], self.number.to_be_bytes().to_vec()].concat();
        self.values.push(Value::Blob(bytes[bytes.len() - length..].to_vec()));
    }

    fn numbers(&mut self) {
        self.values.extend([1, 0, -1, 2, 7, 10, 100].map(Value::Integer));
        self.values.extend([self.number, 1_700_000_000 + self.number, -self.number].map(Value::Integer));
    }

    fn reals(&mut self) {
        self.values.extend([0.5, 0.0, 1.0, -0.5, 99.5].map(Value::Real));
    }

    fn texts(&mut self) {
        let number = self.number;
        let (day, time) = (date(number), time(number));
        self.text(format!("{} {number}", self.label.to_lowercase()));
        for json in
            [format!("{{\"a\":{number}}}"), format!("[{number}]"), "{}".into(), "[]".into(), "null".into()]
        {
            self.text(json);
        }
        self.text(&*day);
        for moment in [" ", "T"] {
            for zone in ["", "Z", ".000Z", "+00:00"] {
                self.text(format!("{day}{moment}{time}{zone}"));
            }
        }
        self.text(&*time);
        self.text(&time[..5]);
        self.text(&day[..7]);
        self.text(&day[..4]);
        self.text("9999-12-31 23:59:59");
        self.text("1970-01-01 00:00:00");
        self.text(number.to_string());
        self.text(uuid(number));
        self.text(format!("user{number}@example.org"));
        self.text(format!("https://example.org/{number}"));
        self.text(format!("/a/{number}"));
        self.text(format!("a{number}"));
        self.text(format!("A{number}"));
        self.text(format!("{} {number}", self.label.to_uppercase()));
        self.text(format!("#{:06x}", number % 0x100_0000));
        self.text(format!("{number:x}"));
        for word in ["a", "A", "1", "0", "192.0.2.1", "en", "EN", "1.5", "true", "a-b", "a_b", "a/b"] {
            self.text(word);
        }
    }

    fn blobs(&mut self) {
        self.values.push(Value::Blob(Vec::new()));
        self.values.push(Value::Blob(self.number.to_be_bytes().to_vec()));
        self.values.push(Value::Blob(self.number.to_be_bytes().repeat(2)));
    }
}

/// The number in the digits of an alphabet, filled up to a length.
fn spelled(number: i64, length: usize, alphabet: &[char]) -> String {
    let base = i64::try_from(alphabet.len()).unwrap_or(1).max(2);
    let mut rest = number;
    let digit = |_: usize| {
        let digit = usize::try_from(rest % base).unwrap_or(0);
        rest /= base;
        alphabet.get(digit).or(alphabet.first())
    };
    (0..length).filter_map(digit).collect()
}
