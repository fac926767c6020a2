//! One pattern with `*` (any characters) and `?` (one character), matched without allocation.
//!
//! A wildcard spans every character, `/` and `:` too, as in IAM's `StringLike` and the path patterns of CloudFront
//! and load balancers. [`Glob::segmented`] makes the variant that compares field by field, as `ArnLike` does: in all
//! fields but the last a wildcard stops at the separator. Case may be folded, for ASCII only.

use std::fmt;
use std::str::Chars;
use std::sync::Arc;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Glob {
    tokens: Arc<[Token]>,
    fold: bool,
}

/// A part of a pattern, for patterns whose source has an escape of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece {
    Char(char),
    /// `?`
    One,
    /// `*`
    Star,
}

// INVARIANT: a restricted star is never preceded by an unrestricted one (see `matches`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Token {
    Char(char),
    One,
    OneBut(char),
    Star,
    StarBut(char),
}

impl Glob {
    /// A pattern in which `*` and `?` are wildcards and nothing is escaped.
    pub fn new(pattern: &str) -> Glob {
        Glob::from_pieces(pattern.chars().map(|c| match c {
            '*' => Piece::Star,
            '?' => Piece::One,
            c => Piece::Char(c),
        }))
    }

    /// A pattern without wildcards.
    pub fn literal(text: &str) -> Glob {
        Glob::from_pieces(text.chars().map(Piece::Char))
    }

    pub fn from_pieces(pieces: impl IntoIterator<Item = Piece>) -> Glob {
        let mut tokens = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Char(c) => tokens.push(Token::Char(c)),
                Piece::One => tokens.push(Token::One),
                Piece::Star if tokens.last() == Some(&Token::Star) => {}
                Piece::Star => tokens.push(Token::Star),
            }
        }
        Glob {
            tokens: tokens.into(),
            fold: false,
        }
    }

    /// The same pattern compared field by field: wildcards in the first `fields - 1` fields of the pattern do not
    /// match `separator`; those after it match anything.
    pub fn segmented(&self, separator: char, fields: usize) -> Glob {
        let mut seen = 0;
        let tokens = self.tokens.iter().map(|token| {
            if *token == Token::Char(separator) {
                seen += 1;
            }
            match token {
                Token::One if seen + 1 < fields => Token::OneBut(separator),
                Token::Star if seen + 1 < fields => Token::StarBut(separator),
                token => *token,
            }
        });
        Glob {
            tokens: tokens.collect(),
            fold: self.fold,
        }
    }

    /// The same pattern with ASCII letters of either case matching each other.
    pub fn ignoring_case(&self) -> Glob {
        let tokens = self.tokens.iter().map(|token| match token {
            Token::Char(c) => Token::Char(c.to_ascii_lowercase()),
            token => *token,
        });
        Glob {
            tokens: tokens.collect(),
            fold: true,
        }
    }

    /// Iterative matching with one point of return. Only the last star met needs to be remembered: an earlier
    /// unrestricted star can only start the rest further right, where the last star could have started it too; and
    /// a restricted star cannot cross its separator, which the pattern spells out, so once one is stuck its field is
    /// refused whatever the fields before it do.
    pub fn matches(&self, text: &str) -> bool {
        let mut rest = text.chars();
        let mut at = 0;
        let mut resume: Option<Resume<'_>> = None;
        loop {
            let here = rest.clone();
            let next = rest.next();
            match (self.tokens.get(at), next) {
                (None, None) => return true,
                (Some(Token::Star), _) => {
                    at += 1;
                    resume = Some(Resume {
                        at,
                        but: None,
                        from: here.clone(),
                    });
                    rest = here;
                }
                (Some(Token::StarBut(but)), _) => {
                    at += 1;
                    resume = Some(Resume {
                        at,
                        but: Some(*but),
                        from: here.clone(),
                    });
                    rest = here;
                }
                (Some(token), Some(c)) if token.takes(Some(c), self.fold) => at += 1,
                _ => {
                    let Some(star) = resume.as_mut() else { return false };
                    match star.from.next() {
                        Some(c) if star.but != Some(c) => {
                            rest = star.from.clone();
                            at = star.at;
                        }
                        _ => return false,
                    }
                }
            }
        }
    }

    /// How often `separator` is spelled out in the pattern.
    pub fn separators(&self, separator: char) -> usize {
        self.tokens
            .iter()
            .filter(|token| **token == Token::Char(separator))
            .count()
    }

    /// The one text that the pattern matches, if it has no wildcard (and, when folding, up to case).
    pub fn as_literal(&self) -> Option<String> {
        self.tokens
            .iter()
            .map(|token| {
                if let Token::Char(c) = token {
                    Some(*c)
                } else {
                    None
                }
            })
            .collect()
    }

    /// Whether the pattern matches every text: `*`.
    pub fn is_universal(&self) -> bool {
        matches!(*self.tokens, [Token::Star])
    }

    pub(crate) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    pub(crate) fn folds(&self) -> bool {
        self.fold
    }

    /// The pattern with each star replaced by `star` and each single wildcard by `one`, where they may stand.
    pub(crate) fn filled(&self, star: &str, one: char) -> String {
        let mut text = String::new();
        for token in self.tokens.iter() {
            match token {
                Token::Char(c) => text.push(*c),
                Token::One => text.push(one),
                Token::OneBut(but) => text.push(if one == *but { 'x' } else { one }),
                Token::Star => text.push_str(star),
                Token::StarBut(but) => text.extend(star.chars().filter(|c| c != but)),
            }
        }
        text
    }
}

struct Resume<'t> {
    at: usize,
    but: Option<char>,
    from: Chars<'t>,
}

impl Token {
    /// Whether one character fits; `None` is any character that no pattern at hand mentions.
    pub(crate) fn takes(self, c: Option<char>, fold: bool) -> bool {
        match self {
            Token::Char(own) => c.is_some_and(|c| own == if fold { c.to_ascii_lowercase() } else { c }),
            Token::One | Token::Star => true,
            Token::OneBut(but) | Token::StarBut(but) => c != Some(but),
        }
    }

    pub(crate) fn is_star(self) -> bool {
        matches!(self, Token::Star | Token::StarBut(_))
    }
}

/// The pattern as written; a wildcard character that was escaped shows as itself.
impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for token in self.tokens.iter() {
            let c = match token {
                Token::Char(c) => *c,
                Token::One | Token::OneBut(_) => '?',
                Token::Star | Token::StarBut(_) => '*',
            };
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Glob(\"{self}\"{})", if self.fold { ", any case" } else { "" })
    }
}
