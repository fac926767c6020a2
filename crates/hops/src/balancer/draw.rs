//! Choices that AWS leaves to chance, made from the request's own draw so that a replay makes the same ones.

/// One of `of` places, evenly; different salts choose independently. `None` when there is nothing to choose from.
pub fn pick(draw: u64, salt: u64, of: usize) -> Option<usize> {
    let of = u64::try_from(of).ok().filter(|of| *of > 0)?;
    usize::try_from(number(draw, salt) % of).ok()
}

/// SplitMix64 of the draw.
pub fn number(draw: u64, salt: u64) -> u64 {
    let mut z = draw.wrapping_add(salt.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_even_and_repeatable() {
        assert_eq!(pick(7, 1, 0), None);
        assert_eq!(pick(7, 1, 3), pick(7, 1, 3));
        let mut seen = [0_u32; 3];
        for draw in 0..3_000 {
            seen[pick(draw, 1, 3).unwrap()] += 1;
        }
        assert!(seen.iter().all(|count| (800..1200).contains(count)), "{seen:?}");
    }
}
