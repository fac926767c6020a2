//! Hash maps by id, for compiled objects that every request looks up.
//!
//! The standard hasher resists keys chosen to collide. Here only configuration inserts; a request merely asks, so a fast
//! hasher (the multiply-rotate one of the Rust compiler) loses nothing.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map that requests read and only a compiler fills.
pub type Index<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

#[derive(Clone, Copy, Debug, Default)]
pub struct IdHasher(u64);

impl IdHasher {
    fn word(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            self.word(rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.word(u64::from(byte));
    }

    fn write_u16(&mut self, number: u16) {
        self.word(u64::from(number));
    }

    fn write_u32(&mut self, number: u32) {
        self.word(u64::from(number));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::VpcId;

    #[test]
    fn ids_are_found_and_spread() {
        let ids: Vec<VpcId> = (0..1000)
            .map(|n| VpcId::parse(&format!("vpc-{n:017x}")).unwrap())
            .collect();
        let index: Index<VpcId, usize> = ids.iter().cloned().zip(0..).collect();
        assert!(
            ids.iter()
                .enumerate()
                .all(|(n, id)| index.get(id) == Some(&n) && index.get(id.as_str()) == Some(&n))
        );
        let hash = |id: &VpcId| {
            let mut hasher = IdHasher::default();
            std::hash::Hash::hash(id, &mut hasher);
            hasher.finish() >> 57
        };
        let buckets: std::collections::HashSet<u64> = ids.iter().map(hash).collect();
        assert!(buckets.len() > 100, "{} of 128", buckets.len());
    }
}
