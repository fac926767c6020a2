//! The texts of a [`crate::TextSet`] in the cheapest form that is exact.
//!
//! A list stays a list (a binary search for each request), a single pattern keeps its own matcher, and only mixtures
//! become machines. A pattern's machine is built once, when a set operation first needs it, and shared by clones.

use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

use crate::dfa::Dfa;
use crate::{Glob, TooLarge};

/// Texts of a list that serve as edge samples.
const EDGES: usize = 12;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Language {
    /// Sorted; in lower case where `fold`. With `negated`, every other text.
    Listed {
        texts: Arc<[Box<str>]>,
        fold: bool,
        negated: bool,
    },
    /// One pattern, or every text that it does not match.
    Pattern {
        pattern: Arc<Pattern>,
        negated: bool,
    },
    Machine(Arc<Dfa>),
}

#[derive(Debug)]
pub(crate) struct Pattern {
    glob: Glob,
    machine: OnceLock<Result<Arc<Dfa>, TooLarge>>,
}

impl Language {
    pub(crate) fn listed(mut texts: Vec<Box<str>>, fold: bool) -> Language {
        texts.sort_unstable();
        texts.dedup();
        let fold = fold
            && texts
                .iter()
                .any(|text| text.bytes().any(|b| b.is_ascii_alphabetic()));
        Language::Listed {
            texts: texts.into(),
            fold,
            negated: false,
        }
    }

    /// The pattern must have a wildcard and must not be `*` alone.
    pub(crate) fn pattern(glob: Glob) -> Language {
        let pattern = Arc::new(Pattern {
            glob,
            machine: OnceLock::new(),
        });
        Language::Pattern {
            pattern,
            negated: false,
        }
    }

    pub(crate) fn complement(&self) -> Language {
        match self.clone() {
            Language::Listed { texts, fold, negated } => Language::Listed {
                texts,
                fold,
                negated: !negated,
            },
            Language::Pattern { pattern, negated } => Language::Pattern {
                pattern,
                negated: !negated,
            },
            Language::Machine(dfa) => Language::Machine(Arc::new(dfa.complement())),
        }
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        match self {
            Language::Listed { texts, fold, negated } => {
                let found = texts.binary_search_by(|listed| compare(listed, text, *fold));
                found.is_ok() != *negated
            }
            Language::Pattern { pattern, negated } => pattern.glob.matches(text) != *negated,
            Language::Machine(dfa) => dfa.contains(text),
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        match self {
            Language::Listed { texts, negated, .. } => *negated && texts.is_empty(),
            Language::Pattern { .. } => false,
            Language::Machine(dfa) => dfa.is_full(),
        }
    }

    /// A pattern is never empty, and its complement neither: the pattern that matches all is not kept as one.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Language::Listed { texts, negated, .. } => !negated && texts.is_empty(),
            Language::Pattern { .. } => false,
            Language::Machine(dfa) => dfa.is_empty(),
        }
    }

    /// Whether the two are visibly complements; `false` says nothing.
    pub(crate) fn is_complement_of(&self, other: &Language) -> bool {
        match (self, other) {
            (
                Language::Pattern {
                    pattern: ours,
                    negated: our_not,
                },
                Language::Pattern {
                    pattern: theirs,
                    negated: their_not,
                },
            ) => ours == theirs && our_not != their_not,
            _ => false,
        }
    }

    /// The intersection of two lists of which neither is a plain finite one, where it is a list again.
    pub(crate) fn intersect_lists(&self, other: &Language) -> Option<Language> {
        let Language::Listed {
            texts: ours,
            fold: our_fold,
            negated: our_not,
        } = self
        else {
            return None;
        };
        let Language::Listed {
            texts: theirs,
            fold,
            negated: their_not,
        } = other
        else {
            return None;
        };
        if our_fold != fold {
            return None;
        }
        let keep = |of: &[Box<str>], listed: &[Box<str>], want: bool| -> Vec<Box<str>> {
            of.iter()
                .filter(|text| listed.binary_search(text).is_ok() == want)
                .cloned()
                .collect()
        };
        Some(match (our_not, their_not) {
            (false, false) => Language::listed(keep(ours, theirs, true), *fold),
            (false, true) => Language::listed(keep(ours, theirs, false), *fold),
            (true, false) => Language::listed(keep(theirs, ours, false), *fold),
            (true, true) => {
                let both = ours.iter().chain(theirs.iter()).cloned().collect();
                Language::listed(both, *fold).complement()
            }
        })
    }

    pub(crate) fn machine(&self) -> Result<Arc<Dfa>, TooLarge> {
        match self {
            Language::Listed { texts, fold, negated } => {
                let globs: Vec<Glob> = texts
                    .iter()
                    .map(|text| Glob::literal(text))
                    .map(|glob| if *fold { glob.ignoring_case() } else { glob })
                    .collect();
                let dfa = Dfa::any_of(&globs)?;
                Ok(Arc::new(if *negated { dfa.complement() } else { dfa }))
            }
            Language::Pattern { pattern, negated } => {
                let built = pattern
                    .machine
                    .get_or_init(|| Dfa::any_of(std::slice::from_ref(&pattern.glob)).map(Arc::new));
                let dfa = built.clone()?;
                Ok(if *negated { Arc::new(dfa.complement()) } else { dfa })
            }
            Language::Machine(dfa) => Ok(dfa.clone()),
        }
    }

    pub(crate) fn sample(&self) -> Option<String> {
        match self {
            Language::Listed {
                texts,
                negated: false,
                ..
            } => texts.first().map(ToString::to_string),
            // One more candidate than there are texts to avoid.
            Language::Listed { texts, .. } => (0..=texts.len())
                .map(|n| if n == 0 { "x".to_owned() } else { format!("x{n}") })
                .find(|text| self.contains(text)),
            Language::Pattern {
                pattern,
                negated: false,
            } => Some(pattern.glob.filled("", 'x')),
            Language::Pattern { .. } => {
                let simple = ["x", ""]
                    .into_iter()
                    .find(|text| self.contains(text))
                    .map(str::to_owned);
                simple.or_else(|| self.machine().ok()?.sample())
            }
            Language::Machine(dfa) => dfa.sample(),
        }
    }

    pub(crate) fn boundary(&self) -> Vec<String> {
        let near = |text: String| -> [String; 4] {
            let shorter = text
                .chars()
                .take(text.chars().count().saturating_sub(1))
                .collect();
            let toggled = text.chars().map(toggle_case).collect();
            let longer = format!("{text}x");
            [text, shorter, longer, toggled]
        };
        let mut texts: Vec<String> = match self {
            Language::Listed { texts, .. } => texts
                .iter()
                .take(EDGES)
                .flat_map(|text| near(text.to_string()))
                .collect(),
            Language::Pattern { pattern, .. } => {
                let fills = [("", 'x'), ("x", 'é'), ("/", '/'), (":", ':'), ("aé€😀", '😀')];
                fills
                    .into_iter()
                    .flat_map(|(star, one)| near(pattern.glob.filled(star, one)))
                    .collect()
            }
            Language::Machine(dfa) => dfa.boundary(),
        };
        texts.extend(["".to_owned(), "x".to_owned(), "é".to_owned()]);
        texts
    }

    pub(crate) fn describe(&self) -> String {
        match self {
            Language::Listed {
                texts, negated: true, ..
            } if texts.is_empty() => "any".to_owned(),
            Language::Listed { texts, fold, negated } => {
                let listed = texts
                    .iter()
                    .map(|text| format!("`{text}`"))
                    .collect::<Vec<_>>()
                    .join(", ");
                let not = if *negated { "not " } else { "" };
                format!("{not}{{{listed}}}{}", if *fold { " in any case" } else { "" })
            }
            Language::Pattern { pattern, negated } => {
                format!("{}like `{}`", if *negated { "not " } else { "" }, pattern.glob)
            }
            Language::Machine(dfa) => match dfa.sample() {
                Some(sample) => format!("a language of {} states, such as `{sample}`", dfa.states()),
                None => "none".to_owned(),
            },
        }
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.glob == other.glob
    }
}

impl Eq for Pattern {}

fn compare(listed: &str, text: &str, fold: bool) -> Ordering {
    if fold {
        listed.bytes().cmp(text.bytes().map(|b| b.to_ascii_lowercase()))
    } else {
        listed.cmp(text)
    }
}

fn toggle_case(c: char) -> char {
    if c.is_ascii_lowercase() {
        c.to_ascii_uppercase()
    } else {
        c.to_ascii_lowercase()
    }
}
