//! How far a migration without a transaction has come, across a crash.

use crate::ledger::Done;

impl Done {
    #[cfg(feature = "apply")]
    pub(crate) fn nothing() -> Self {
        Self { statements: 0, fingerprint: String::new() }
    }

    /// The first `statements` statements of `sql` are done; they end at the byte `end`.
    #[cfg(feature = "apply")]
    pub(crate) fn new(sql: &str, statements: i64, end: usize) -> Self {
        Self { statements, fingerprint: format!("{end}:{:016x}", hash(&sql.as_bytes()[..end])) }
    }
}

/// The byte behind the statements that are done, if `sql` still starts with them.
pub(crate) fn end_of(sql: &str, done: &Done) -> Option<usize> {
    if done.statements == 0 {
        return Some(0);
    }
    let (end, expected) = done.fingerprint.split_once(':')?;
    let end = end.parse().ok()?;
    let beginning = sql.get(..end)?;
    (format!("{:016x}", hash(beginning.as_bytes())) == expected).then_some(end)
}

/// FNV-1a, 64 bits: <http://www.isthe.com/chongo/tech/comp/fnv/>. It guards against accidents, not against malice.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
