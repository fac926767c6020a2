//! Texts that nobody may guess: secrets, session tokens, values of API keys. They come from the machine's generator, not
//! from the minter, whose ids everybody sees.

use adit_wire::{ApiError, Service, errors};

const MIXED: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const LOWER: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// Letters of either case and digits.
pub(crate) fn mixed(length: usize) -> Result<String, ApiError> {
    text(length, MIXED)
}

/// Lower-case letters and digits.
pub(crate) fn lower(length: usize) -> Result<String, ApiError> {
    text(length, LOWER)
}

fn text(length: usize, alphabet: &[u8]) -> Result<String, ApiError> {
    // Bytes past the last whole multiple of the alphabet would favour its first characters.
    let fair = 256 - 256 % alphabet.len();
    let mut made = String::with_capacity(length);
    let mut bytes = [0; 64];
    while made.len() < length {
        aws_lc_rs::rand::fill(&mut bytes).map_err(|_| errors::internal_failure(Service::Sts))?;
        let drawn = bytes
            .iter()
            .map(|byte| usize::from(*byte))
            .filter(|byte| *byte < fair);
        let characters = drawn.filter_map(|byte| alphabet.get(byte % alphabet.len()));
        made.extend(characters.take(length - made.len()).map(|byte| char::from(*byte)));
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_as_long_as_asked_and_differ() {
        let [one, other] = [mixed(240), mixed(240)].map(Result::unwrap);
        assert_eq!((one.len(), other.len()), (240, 240));
        assert_ne!(one, other);
        assert!(lower(40).unwrap().bytes().all(|byte| LOWER.contains(&byte)));
    }
}
