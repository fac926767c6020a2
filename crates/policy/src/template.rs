//! Text with wildcards and policy variables: `arn:aws:s3:::home/${aws:username}/*`.
//!
//! Variables exist in documents of version 2012-10-17; in older ones `${` is plain text. `${*}`, `${?}` and `${$}`
//! are the characters themselves; `${key, 'default'}` has a default for requests without the key. What a variable
//! brings is literal, wildcards in it too. A variable that a request cannot resolve makes its text match nothing
//! (AWS says that it may invalidate the whole statement).

use adit_rules::{Glob, Piece, Point};

use crate::Key;
use crate::condition::value_text;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Piece(Piece),
    Variable {
        key: Key,
        /// As written, lower-cased: it decides how a time is rendered.
        name: String,
        default: Option<String>,
    },
}

/// What the characters of a text stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Grammar {
    pub(crate) wildcards: bool,
    pub(crate) variables: bool,
}

impl Template {
    /// The error completes a sentence that starts with the name of the element.
    pub(crate) fn parse(text: &str, grammar: Grammar) -> Result<Template, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            match rest.strip_prefix("${") {
                Some(inner) if grammar.variables => {
                    let Some((inner, after)) = inner.split_once('}') else {
                        return Err(format!("has a policy variable without an end: `{text}`"));
                    };
                    parts.push(
                        variable(inner)
                            .ok_or_else(|| format!("has a malformed policy variable: `${{{inner}}}`"))?,
                    );
                    rest = after;
                }
                _ => {
                    parts.push(Part::Piece(match c {
                        '*' if grammar.wildcards => Piece::Star,
                        '?' if grammar.wildcards => Piece::One,
                        c => Piece::Char(c),
                    }));
                    rest = rest.strip_prefix(c).unwrap_or("");
                }
            }
        }
        Ok(Template { parts })
    }

    /// The pattern, if it depends on no request.
    pub(crate) fn fixed(&self) -> Option<Glob> {
        let pieces = self.parts.iter().map(|part| match part {
            Part::Piece(piece) => Some(*piece),
            Part::Variable { .. } => None,
        });
        pieces.collect::<Option<Vec<Piece>>>().map(Glob::from_pieces)
    }

    /// A pattern that matches whatever the template may match in any request.
    pub(crate) fn outline(&self) -> Glob {
        Glob::from_pieces(self.parts.iter().map(|part| match part {
            Part::Piece(piece) => *piece,
            Part::Variable { .. } => Piece::Star,
        }))
    }

    /// The pattern in this request; `None` if it lacks a variable.
    pub(crate) fn resolve(&self, point: &dyn Point<Key>) -> Option<Glob> {
        let mut pieces = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            match part {
                Part::Piece(piece) => pieces.push(*piece),
                Part::Variable { key, name, default } => {
                    let value = value_text(name, point.value(key));
                    let text = value.as_deref().or(default.as_deref())?;
                    pieces.extend(text.chars().map(Piece::Char));
                }
            }
        }
        Some(Glob::from_pieces(pieces))
    }

    /// An ARN with fewer than its six fields is completed with wildcards.
    pub(crate) fn complete_arn(mut self) -> Template {
        let fields = self
            .parts
            .iter()
            .filter(|part| **part == Part::Piece(Piece::Char(':')))
            .count()
            + 1;
        for _ in fields..ARN_FIELDS {
            self.parts
                .extend([Part::Piece(Piece::Char(':')), Part::Piece(Piece::Star)]);
        }
        self
    }
}

/// `arn:partition:service:region:account:resource`; the last may contain colons.
pub(crate) const ARN_FIELDS: usize = 6;

fn variable(inner: &str) -> Option<Part> {
    match inner {
        "*" | "?" | "$" => return inner.chars().next().map(Piece::Char).map(Part::Piece),
        _ => {}
    }
    let (name, default) = match inner.split_once(',') {
        Some((name, default)) => {
            let default = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            (name.trim(), Some(default.to_owned()))
        }
        None => (inner.trim(), None),
    };
    // Every condition key is `service:name`.
    let (service, key) = name.split_once(':')?;
    if service.is_empty() || key.is_empty() {
        return None;
    }
    Some(Part::Variable {
        key: Key::condition(name),
        name: name.to_ascii_lowercase(),
        default,
    })
}
