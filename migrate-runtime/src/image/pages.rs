//! Pages that are packed: equal ones once, and no runs of zeros, of which most of a new database is.
//!
//! A page is the number of pages back to the one that it is equal to; or 0, and then by turns a number of zeros, a number of
//! bytes, and these, until it is full. Numbers are LEB128.

use std::collections::HashMap;

/// The packed pages of a database.
pub(super) fn pack(database: &[u8], page: usize) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut last = HashMap::new();
    for (at, content) in database.chunks(page).enumerate() {
        let known = last.insert(content, at).unwrap_or(at);
        put(at - known, &mut packed);
        if known == at {
            pack_page(content, &mut packed);
        }
    }
    packed
}

fn pack_page(mut rest: &[u8], packed: &mut Vec<u8>) {
    while !rest.is_empty() {
        let zeros = rest.iter().take_while(|byte| **byte == 0).count();
        let (bytes, behind) = rest[zeros..].split_at(until_zeros(&rest[zeros..]));
        put(zeros, packed);
        put(bytes.len(), packed);
        packed.extend_from_slice(bytes);
        rest = behind;
    }
}

/// How many bytes stand before the next run of zeros that is worth two numbers.
fn until_zeros(bytes: &[u8]) -> usize {
    bytes.windows(4).position(|window| window == [0; 4]).unwrap_or(bytes.len())
}

fn put(mut number: usize, packed: &mut Vec<u8>) {
    while number >= 0x80 {
        packed.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    packed.push(number as u8);
}

/// Writes all bytes of the database, whatever was there. `None` if it was not packed from one of this length.
pub(super) fn unpack(mut packed: &[u8], page: usize, database: &mut [u8]) -> Option<()> {
    let mut start = 0;
    while start < database.len() {
        match take(&mut packed)? {
            0 => unpack_page(&mut packed, database.get_mut(start..start.checked_add(page)?)?)?,
            back => {
                let known = start.checked_sub(back.checked_mul(page)?)?;
                (start + page <= database.len()).then(|| database.copy_within(known..known + page, start))?;
            }
        }
        start += page;
    }
    packed.is_empty().then_some(())
}

fn unpack_page(packed: &mut &[u8], mut rest: &mut [u8]) -> Option<()> {
    while !rest.is_empty() {
        let (zeros, behind) = rest.split_at_mut_checked(take(packed)?)?;
        zeros.fill(0);
        let count = take(packed)?;
        let (bytes, left) = packed.split_at_checked(count)?;
        let (same, behind) = behind.split_at_mut_checked(count)?;
        same.copy_from_slice(bytes);
        (*packed, rest) = (left, behind);
    }
    Some(())
}

fn take(packed: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let (byte, rest) = packed.split_first()?;
        *packed = rest;
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: usize = 512;

    fn unpacked(packed: &[u8], length: usize) -> Option<Vec<u8>> {
        let mut database = vec![0xa5; length];
        unpack(packed, PAGE, &mut database).map(|()| database)
    }

    fn there_and_back(database: &[u8]) -> usize {
        let packed = pack(database, PAGE);
        assert_eq!(unpacked(&packed, database.len()).as_deref(), Some(database));
        packed.len()
    }

    /// Bytes without a pattern: a linear congruential generator's.
    fn noise(count: usize) -> Vec<u8> {
        let next = |state: &u32| Some(state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
        std::iter::successors(Some(7), next).map(|state| (state >> 24) as u8).take(count).collect()
    }

    #[test]
    fn what_is_packed_comes_back() {
        there_and_back(&[]);
        there_and_back(&noise(3 * PAGE));
        for zeros in 0..9 {
            for at in [0, 1, 200, PAGE - 9, PAGE - zeros] {
                let mut page = vec![1; PAGE];
                page[at..at + zeros].fill(0);
                there_and_back(&page);
            }
        }
    }

    #[test]
    fn equal_pages_and_zeros_take_a_few_bytes() {
        assert_eq!(there_and_back(&[0; PAGE]), 4);
        let page = noise(PAGE);
        let once = there_and_back(&page);
        assert_eq!(there_and_back(&page.repeat(200)), once + 199);
    }

    #[test]
    fn what_was_not_packed_so_is_refused() {
        let packed = pack(&[noise(PAGE), vec![0; PAGE]].concat(), PAGE);
        assert!(unpacked(&packed, 2 * PAGE).is_some());
        for length in [0, PAGE, 2 * PAGE + 1, 3 * PAGE] {
            assert_eq!(unpacked(&packed, length), None, "{length}");
        }
        for end in 0..packed.len() {
            assert_eq!(unpacked(&packed[..end], 2 * PAGE), None, "{end}");
        }
        // Back to before the first page.
        assert_eq!(unpacked(&[1], PAGE), None);
        assert_eq!(unpacked(&[0xff; 20], PAGE), None);
    }
}
