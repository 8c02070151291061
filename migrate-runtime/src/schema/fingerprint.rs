//! A schema as one number.

use std::fmt::{self, Write};

use super::catalog::Kind;

/// A number that is the same for every schema whose SQL texts mean the same, token by token.
///
/// White space, comments, the case of keywords and names, and quotes around names do not count. It is no defence
/// against an attacker: 64 bits, not cryptographic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    pub(super) const EMPTY: Self = Self(0);

    /// The fingerprint that [`bits`](Self::bits) came from.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The number itself.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The fingerprint of a schema that has only this object.
    pub(super) fn of(kind: Kind, name: &str, table: &str, sql: &str) -> Self {
        let mut hash = Fnv::of_object(kind, name, table);
        migrate_token::write_canonical(sql, &mut hash).expect("hashing does not fail");
        Self(mix(hash.0))
    }

    /// The same by its facts.
    pub(super) fn of_facts(kind: Kind, name: &str, table: &str, facts: &[String]) -> Self {
        let mut hash = Fnv::of_object(kind, name, table);
        for fact in facts {
            hash.bytes(fact.bytes().chain([0]));
        }
        Self(mix(hash.0))
    }

    pub(super) fn add(&mut self, kind: Kind, name: &str, table: &str, sql: &str) {
        *self = self.plus(Self::of(kind, name, table, sql));
    }

    /// Together: a sum, because the order of objects does not count.
    pub(super) const fn plus(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }
}

/// Sixteen hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// FNV-1a with 64 bits, <https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>.
struct Fnv(u64);

impl Fnv {
    fn of_object(kind: Kind, name: &str, table: &str) -> Self {
        let mut hash = Self(0xcbf2_9ce4_8422_2325);
        for part in [kind.as_str(), name, table] {
            hash.bytes(part.bytes().map(|byte| byte.to_ascii_lowercase()));
            // No text that SQLite keeps has a NUL, so parts cannot run into each other.
            hash.bytes([0]);
        }
        hash
    }

    fn bytes(&mut self, bytes: impl IntoIterator<Item = u8>) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

impl Write for Fnv {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.bytes(text.bytes());
        Ok(())
    }
}

/// Spreads every bit over all (MurmurHash3's last step). A small change late in a text moves FNV by a small
/// multiple of a power of its prime, and opposite changes cancel in a sum: without this, one in ten pairs of
/// indexes that swap their columns has the old fingerprint.
pub(super) const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    bits = (bits ^ (bits >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    bits ^ (bits >> 33)
}
