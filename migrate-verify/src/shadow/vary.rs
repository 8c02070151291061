//! Other chance, another time: what differs between two runs of the same migrations comes from there.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::Value;
use rusqlite::{Connection, Error, Result, params_from_iter};

use super::sandbox::register;
use migrate_files::options::Options;

/// Functions of SQLite that take a time, and which of their arguments it is.
pub(super) const CLOCKS: [(&str, &[usize]); 7] = [
    ("date", &[0]),
    ("time", &[0]),
    ("datetime", &[0]),
    ("julianday", &[0]),
    ("unixepoch", &[0]),
    ("strftime", &[1]),
    ("timediff", &[0, 1]),
];

/// What a run has asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked(Arc<AtomicU8>);

impl Asked {
    const CLOCK: u8 = 1;
    const CHANCE: u8 = 2;

    fn note(&self, what: u8) {
        self.0.fetch_max(what, Ordering::Relaxed);
    }

    /// In how many runs something else has to come out at least once, if it can. Of the clock, every part is another one
    /// in every run.
    pub(super) fn runs(&self) -> u32 {
        match self.0.load(Ordering::Relaxed) {
            0 => 1,
            Self::CLOCK => 3,
            _ => 12,
        }
    }
}

/// Puts functions in the place of SQLite's and of the declared ones, whose values depend on `seed`, and on nothing that is
/// another one in the next run. Says later which of them were asked.
pub(super) fn vary(conn: &Connection, options: &Options, seed: u32) -> Result<Asked> {
    let asked = Asked::default();
    if !options.functions.is_empty() {
        asked.note(Asked::CHANCE);
    }
    register(conn, options, seed.into())?;
    chance(conn, seed, &asked)?;
    let now = now(seed);
    for (name, format) in [
        ("current_timestamp", "%Y-%m-%d %H:%M:%S"),
        ("current_date", "%Y-%m-%d"),
        ("current_time", "%H:%M:%S"),
    ] {
        let (asked, now) = (asked.clone(), now.clone());
        let built_in = Mutex::new(Connection::open_in_memory()?);
        conn.create_scalar_function(name, 0, STEADY, move |_| {
            asked.note(Asked::CLOCK);
            call(&built_in, "strftime", vec![Value::Text(format.to_owned()), Value::Text(now.clone())])
        })?;
    }
    for (name, times) in CLOCKS {
        let (asked, now) = (asked.clone(), now.clone());
        let built_in = Mutex::new(Connection::open_in_memory()?);
        conn.create_scalar_function(name, -1, STEADY, move |context| {
            let mut arguments = arguments(context)?;
            for at in times {
                if stop(&mut arguments, *at, &now) {
                    asked.note(Asked::CLOCK);
                }
            }
            call(&built_in, name, arguments)
        })?;
    }
    Ok(asked)
}

/// The same arguments, the same value: within a run.
const STEADY: FunctionFlags = FunctionFlags::SQLITE_UTF8
    .union(FunctionFlags::SQLITE_DETERMINISTIC)
    .union(FunctionFlags::SQLITE_INNOCUOUS);

fn chance(conn: &Connection, seed: u32, asked: &Asked) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
    let drawn = Arc::new(AtomicU64::new(u64::from(seed) << 32));
    let draw = {
        let (asked, drawn) = (asked.clone(), drawn.clone());
        move || {
            asked.note(Asked::CHANCE);
            mixed(drawn.fetch_add(1, Ordering::Relaxed))
        }
    };
    let number = draw.clone();
    conn.create_scalar_function("random", 0, flags, move |_| Ok(number().cast_signed()))?;
    conn.create_scalar_function("randomblob", 1, flags, move |context| {
        let bytes = usize::try_from(context.get::<Option<i64>>(0)?.unwrap_or(0)).unwrap_or(0).max(1);
        if bytes > MOST_BYTES {
            return Err(Error::UserFunctionError("string or blob too big".into()));
        }
        let words = (0..bytes.div_ceil(8)).flat_map(|_| draw().to_le_bytes());
        Ok(words.take(bytes).collect::<Vec<u8>>())
    })
}

const MOST_BYTES: usize = 1 << 24;

/// SplitMix64, <https://prng.di.unimi.it/splitmix64.c>.
const fn mixed(at: u64) -> u64 {
    let bits = at.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// A time of which no part is that of another seed, up to twelve of them.
fn now(seed: u32) -> String {
    let step = seed % 12;
    format!(
        "{}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}",
        2031 + 3 * step,
        1 + step,
        1 + 2 * step,
        1 + step,
        3 + 4 * step,
        (2 + 7 * step) % 60,
        7 + 11 * step
    )
}

fn arguments(context: &Context<'_>) -> Result<Vec<Value>> {
    (0..context.len()).map(|at| context.get::<Value>(at)).collect()
}

/// Puts `now` in the place of the time of the call; says whether it was asked for.
fn stop(arguments: &mut Vec<Value>, at: usize, now: &str) -> bool {
    let is = |value: Option<&Value>, word: &str| matches!(value, Some(Value::Text(text)) if text.eq_ignore_ascii_case(word));
    let now = || Value::Text(now.to_owned());
    if is(arguments.get(at), "now") {
        arguments[at] = now();
    } else if arguments.len() == at || ["subsec", "subsecond"].iter().any(|word| is(arguments.get(at), word))
    {
        arguments.insert(at, now());
    } else {
        return false;
    }
    true
}

/// SQLite's own function, on a database where nothing has taken its place.
fn call(built_in: &Mutex<Connection>, name: &str, arguments: Vec<Value>) -> Result<Value> {
    let places = vec!["?"; arguments.len()].join(", ");
    let conn = built_in.lock().unwrap_or_else(PoisonError::into_inner);
    conn.query_row(&format!("SELECT {name}({places})"), params_from_iter(arguments), |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(seed: u32, query: &str) -> (String, u32) {
        let conn = Connection::open_in_memory().unwrap();
        let asked = vary(&conn, &Options::new("", "notes"), seed).unwrap();
        let value: Value = conn.query_row(query, [], |row| row.get(0)).unwrap();
        (format!("{value:?}"), asked.runs())
    }

    #[test]
    fn what_chance_and_the_clock_give_depends_on_the_seed() {
        for query in [
            "SELECT random()",
            "SELECT hex(randomblob(9))",
            "SELECT CURRENT_TIMESTAMP",
            "SELECT CURRENT_DATE",
            "SELECT CURRENT_TIME",
            "SELECT date()",
            "SELECT datetime('NOW', '+1 day')",
            "SELECT unixepoch('subsec')",
            "SELECT strftime('%s')",
            "SELECT strftime('%m', 'now')",
            "SELECT julianday('now')",
            "SELECT timediff('now', '2000-01-01')",
        ] {
            let (one, asked) = values(0, query);
            assert_eq!(asked, if query.contains("random") { 12 } else { 3 }, "{query}");
            assert_eq!(values(0, query).0, one, "{query}");
            assert_ne!(values(1, query).0, one, "{query}");
        }
    }

    #[test]
    fn of_three_times_no_two_share_a_part() {
        for part in ["Y", "m", "d", "H", "M", "S", "f", "j", "w", "u", "W", "U", "V", "I", "s"] {
            let value = |seed| values(seed, &format!("SELECT strftime('%{part}', 'now')")).0;
            let (one, two, three) = (value(0), value(1), value(2));
            assert!(one != two && two != three && one != three, "%{part}: {one}, {two}, {three}");
        }
    }

    #[test]
    fn what_depends_on_neither_is_as_sqlite_has_it() {
        let conn = Connection::open_in_memory().unwrap();
        for query in [
            "SELECT date('2024-02-28', '+1 day')",
            "SELECT strftime('%Y %j', 2460000.5)",
            "SELECT unixepoch('2024-01-01', 'subsec')",
            "SELECT datetime(NULL)",
            "SELECT time('12:00')",
        ] {
            let expected: Value = conn.query_row(query, [], |row| row.get(0)).unwrap();
            assert_eq!(values(3, query), (format!("{expected:?}"), 1), "{query}");
        }
    }
}
