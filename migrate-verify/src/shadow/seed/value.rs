//! What stands in a column, going by its type and its name.

use migrate_runtime::{Affinity, Column};
use rusqlite::types::Value;

use super::Style;

/// The first number. Keys that migrations write themselves are not as large.
const FIRST: i64 = 1_000_003;
/// The first of January 2001, in days since 1970, and the days from which made-up dates are taken.
const DAYS: (i64, i64) = (11_323, 18_000);

/// Numbers that are given out once.
#[derive(Debug)]
pub(super) struct Numbers(i64);

impl Numbers {
    pub(super) const fn new() -> Self {
        Self(FIRST)
    }

    pub(super) fn next(&mut self) -> i64 {
        self.0 += 1;
        self.0 - 1
    }

    /// Gets out of a range of numbers that another has given out.
    pub(super) fn leap(&mut self, width: i64) {
        self.0 += width;
    }
}

/// What a column seems to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Flag,
    /// Seconds since 1970.
    Epoch,
    Real,
    Text,
    Email,
    Date,
    Moment,
    Time,
    Json,
    /// A JSON array.
    List,
    Uuid,
    Blob,
}

impl Kind {
    pub(super) fn of(column: &Column) -> Self {
        let declared = column.declared_type().to_ascii_uppercase();
        let name = column.name().to_ascii_lowercase();
        let is_moment = ["_at", "_on", "_date", "_time", "timestamp"].iter().any(|end| name.ends_with(end))
            || ["at", "date", "due", "created", "updated", "modified", "deleted", "expires"]
                .contains(&&*name);
        let default = |start: &str| column.default().is_some_and(|default| default.starts_with(start));
        match column.affinity() {
            Affinity::Text | Affinity::Blob | Affinity::Numeric if default("'[") => Self::List,
            Affinity::Text | Affinity::Blob | Affinity::Numeric if default("'{") => Self::Json,
            Affinity::Integer if declared.contains("TINYINT") => Self::Flag,
            Affinity::Integer if name.starts_with("is_") || name.starts_with("has_") => Self::Flag,
            Affinity::Integer if is_moment => Self::Epoch,
            Affinity::Integer => Self::Number,
            Affinity::Real => Self::Real,
            Affinity::Text if is_moment => Self::Moment,
            Affinity::Text if name.ends_with("json") => Self::Json,
            Affinity::Text if name.ends_with("email") => Self::Email,
            Affinity::Text if name.ends_with("uuid") => Self::Uuid,
            Affinity::Text => Self::Text,
            Affinity::Blob if declared.contains("BLOB") => Self::Blob,
            Affinity::Blob if name == "id" || name.ends_with("_id") => Self::Number,
            Affinity::Blob => Self::Text,
            Affinity::Numeric => Self::of_numeric(&declared),
        }
    }

    /// SQLite gives this affinity to every type that it does not know.
    fn of_numeric(declared: &str) -> Self {
        let kinds = [
            ("BOOL", Self::Flag),
            ("DATETIME", Self::Moment),
            ("TIMESTAMP", Self::Moment),
            ("DATE", Self::Date),
            ("TIME", Self::Time),
            ("JSON", Self::Json),
            ("UUID", Self::Uuid),
            ("GUID", Self::Uuid),
            ("DEC", Self::Number),
            ("NUM", Self::Number),
            ("MONEY", Self::Number),
            ("SERIAL", Self::Number),
        ];
        kinds.iter().find(|(word, _)| declared.contains(word)).map_or(Self::Text, |(_, kind)| *kind)
    }

    /// What is typical. `row` counts the rows of a table, for where there are two values in all.
    pub(super) fn value(self, label: &str, number: i64, row: i64) -> Value {
        match self {
            Self::Number => Value::Integer(number),
            Self::Flag => Value::Integer(row % 2),
            Self::Epoch => Value::Integer(1_700_000_000 + number),
            #[expect(clippy::cast_precision_loss, reason = "numbers are far below 2^52")]
            Self::Real => Value::Real(number as f64 + 0.5),
            Self::Blob => Value::Blob([&[0xb5, 0], &number.to_be_bytes()[..]].concat()),
            Self::Text => Value::Text(format!("{label} {number}")),
            Self::Email => Value::Text(format!("user{number}@example.org")),
            Self::Date => Value::Text(date(number)),
            Self::Moment => Value::Text(format!("{} {}", date(number), time(number))),
            Self::Time => Value::Text(time(number)),
            Self::Json => Value::Text(json(label, number)),
            Self::List => Value::Text(format!("[\"{label} {number}\"]")),
            Self::Uuid => Value::Text(uuid(number)),
        }
    }

    /// Another value of the same kind; one that other rows may have as well only if `in_key` is false.
    pub(super) fn other(self, label: &str, number: i64, row: i64, variant: i64, in_key: bool) -> Value {
        let text = |text: String| Value::Text(text);
        match (self, variant % 5) {
            (Self::Number | Self::Epoch, 1) if !in_key => Value::Integer(row),
            (Self::Number | Self::Epoch, 2) if !in_key => Value::Integer(-1 - row),
            (Self::Number, 3) if !in_key => Value::Integer(2 + row),
            (Self::Epoch, 3) => Value::Integer(1_700_000_000_000 + number),
            (Self::Real, 1) if !in_key => Value::Real(if row == 0 { 0.0 } else { 1.0 }),
            (Self::Real, 2) if !in_key => Value::Real(if row == 0 { -1.25 } else { -2.5 }),
            (Self::Flag, _) => Value::Integer((row + variant) % 2),
            (Self::Text, 1) => text(format!("O'Brien, \"Zo\u{eb}\" {number}")),
            (Self::Text, 2) => text(json(label, number)),
            (Self::Text, 3) => text(number.to_string()),
            (Self::Text, 4) => text(format!("{} {}.{:03}", date(number), time(number), number % 1000)),
            (Self::Moment, 1 | 4) => text(format!("{}T{}Z", date(number), time(number))),
            (Self::Moment, 2) => text(format!("{} {}.{:03}", date(number), time(number), number % 1000)),
            (Self::Json, 1) => text(format!("[{number}]")),
            (Self::Json, 2) => text("{}".to_owned()),
            (Self::Json, 3) => text(format!("\"{label} {number}\"")),
            (Self::Uuid, 1) => text(uuid(number).to_ascii_uppercase()),
            (Self::Blob, 1) => Value::Blob(number.to_string().into_bytes()),
            (Self::Blob, 2) => Value::Blob(number.to_be_bytes().repeat(2)),
            _ => self.value(label, number, row),
        }
    }

    /// Whether it is a point in time.
    pub(super) fn is_temporal(self) -> bool {
        matches!(self, Self::Epoch | Self::Date | Self::Moment | Self::Time)
    }

    /// Long, in letters of both cases, with what is no letter; or less than nothing.
    pub(super) fn extreme(self, label: &str, number: i64) -> Value {
        match self {
            Self::Number => Value::Integer(-number),
            Self::Real => Value::Real(-1e9),
            Self::Blob => Value::Blob(number.to_be_bytes().repeat(40)),
            Self::Text => Value::Text(format!(" {}{number} ", format!("{label} \u{c4}\u{df}% ").repeat(12))),
            Self::Email => Value::Text(format!("\u{c4} {number}@EXAMPLE.ORG")),
            Self::Date => Value::Text("9999-12-31".to_owned()),
            Self::Moment => Value::Text(format!("9999-12-31 {}", time(number))),
            Self::Epoch => Value::Integer(253_402_300_000 + number),
            _ => self.value(label, number, 0),
        }
    }

    /// Nothing, but not NULL.
    pub(super) fn empty(self) -> Value {
        match self {
            Self::Number | Self::Flag | Self::Epoch => Value::Integer(0),
            Self::Real => Value::Real(0.0),
            Self::Blob => Value::Blob(Vec::new()),
            Self::Json => Value::Text("{}".to_owned()),
            Self::List => Value::Text("[]".to_owned()),
            _ => Value::Text(String::new()),
        }
    }
}

impl Style {
    /// Which of the literals that stand beside a column it holds in a row, where the style is to take these.
    pub(super) fn literal(self, row: usize) -> Option<usize> {
        match self {
            Self::Plain(variant) if variant > 0 && variant % 5 == 0 => {
                Some(usize::try_from(variant / 5 - 1).unwrap_or(0) * 2 + row)
            }
            _ => None,
        }
    }

    /// The value of a column in an ordinary row.
    pub(super) fn value(self, kind: Kind, label: &str, number: i64, row: i64, in_key: bool) -> Value {
        match self {
            Self::Plain(0) | Self::Adversarial => kind.value(label, number, row),
            Self::Plain(variant) => kind.other(label, number, row, variant.into(), in_key),
        }
    }
}

pub(super) fn json(label: &str, number: i64) -> String {
    format!("{{\"{}\":{number}}}", label.replace(['"', '\\'], ""))
}

pub(super) fn uuid(number: i64) -> String {
    format!("{number:08x}-0000-4000-8000-{number:012x}")
}

pub(super) fn time(number: i64) -> String {
    format!("{:02}:{:02}:{:02}", number / 3600 % 24, number / 60 % 60, number % 60)
}

/// A day that comes after that of the number before.
// https://howardhinnant.github.io/date_algorithms.html, civil_from_days
pub(super) fn date(number: i64) -> String {
    let day = DAYS.0 + (number - FIRST).rem_euclid(DAYS.1) + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + carry)
}
