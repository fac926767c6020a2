//! The characters that an automaton tells apart.
//!
//! Patterns only ever name single characters, so a machine needs one class for each character that its patterns
//! mention and one for all the others. Working on characters rather than on the bytes of UTF-8 keeps the complement
//! of a language inside the valid strings and makes `?` one character by construction.

use crate::glob::{Glob, Token};

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Alphabet {
    /// Sorted; the class of a mentioned character is its place here, the class of any other is `chars.len()`.
    chars: Box<[char]>,
    /// The classes of the ASCII characters, looked up for each character of a request.
    ascii: Box<[u32]>,
}

impl Alphabet {
    pub(crate) fn of(globs: &[Glob]) -> Alphabet {
        let mut chars = Vec::new();
        for glob in globs {
            for token in glob.tokens() {
                match token {
                    Token::Char(c) if glob.folds() => {
                        chars.extend([c.to_ascii_lowercase(), c.to_ascii_uppercase()]);
                    }
                    Token::Char(c) | Token::OneBut(c) | Token::StarBut(c) => chars.push(*c),
                    Token::One | Token::Star => {}
                }
            }
        }
        Alphabet::from_chars(chars)
    }

    pub(crate) fn from_chars(mut chars: Vec<char>) -> Alphabet {
        chars.sort_unstable();
        chars.dedup();
        let of = |c| chars.binary_search(&c).unwrap_or(chars.len()) as u32;
        let ascii = ('\0'..='\x7f').map(of).collect();
        Alphabet {
            chars: chars.into(),
            ascii,
        }
    }

    pub(crate) fn merge(&self, other: &Alphabet) -> Alphabet {
        Alphabet::from_chars(self.chars.iter().chain(other.chars.iter()).copied().collect())
    }

    /// How many classes there are.
    pub(crate) fn width(&self) -> usize {
        self.chars.len() + 1
    }

    /// The classes in order: each mentioned character, then `None` for all the others.
    pub(crate) fn classes(&self) -> impl Iterator<Item = Option<char>> + '_ {
        self.chars.iter().copied().map(Some).chain([None])
    }

    pub(crate) fn class_of(&self, c: Option<char>) -> usize {
        let Some(c) = c else { return self.chars.len() };
        match self.ascii.get(c as usize) {
            Some(class) => *class as usize,
            None => self.chars.binary_search(&c).unwrap_or(self.chars.len()),
        }
    }

    /// A readable character of the class, if it has one.
    pub(crate) fn member(&self, class: usize) -> Option<char> {
        self.chars.get(class).copied().or_else(|| {
            let readable = "xyzwvu"
                .chars()
                .chain('0'..='9')
                .chain('a'..='z')
                .chain('A'..='Z');
            readable
                .chain('\u{a1}'..=char::MAX)
                .find(|c| self.chars.binary_search(c).is_err())
        })
    }
}
