//! Sets of texts: finite and cofinite lists, one pattern, or an automaton, with a flag for "no text".
//!
//! Each operation keeps the cheapest form that is exact: lists stay lists (a binary search for each request), a
//! single pattern keeps its own matcher, and only mixtures become machines. Operations that may need a machine fail
//! with [`TooLarge`]; [`crate::Set`] turns that failure into a set that is only known by its test.

use std::sync::Arc;

use crate::dfa::Dfa;
use crate::language::Language;
use crate::{Glob, OwnedValue, TooLarge, Value};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextSet {
    language: Language,
    absent: bool,
}

impl TextSet {
    /// No text and not `Absent` either.
    pub fn empty() -> Self {
        Self::literals::<&str>([])
    }

    /// Only `Absent`.
    pub fn absent() -> Self {
        Self::empty().with_absent(true)
    }

    /// Every text, without `Absent`.
    pub fn present() -> Self {
        Self::empty().complement().with_absent(false)
    }

    /// Every text and `Absent`.
    pub fn full() -> Self {
        Self::present().with_absent(true)
    }

    pub fn literals<T: Into<Box<str>>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::listed(texts.into_iter().map(Into::into).collect(), false)
    }

    /// The texts and all that differ from them only in the case of ASCII letters.
    pub fn literals_ignoring_case<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let texts = texts
            .into_iter()
            .map(|text| text.as_ref().to_ascii_lowercase().into())
            .collect();
        Self::listed(texts, true)
    }

    pub fn glob(glob: Glob) -> Self {
        if glob.is_universal() {
            return Self::present();
        }
        match glob.as_literal() {
            Some(text) if glob.folds() => Self::literals_ignoring_case([text]),
            Some(text) => Self::literals([text]),
            None => TextSet {
                language: Language::pattern(glob),
                absent: false,
            },
        }
    }

    /// The union of patterns.
    pub fn any_of(globs: impl IntoIterator<Item = Glob>) -> Result<Self, TooLarge> {
        let mut globs: Vec<Glob> = globs.into_iter().collect();
        globs.sort_unstable();
        globs.dedup();
        if globs.iter().any(Glob::is_universal) {
            return Ok(Self::present());
        }
        for fold in [false, true] {
            let texts = globs
                .iter()
                .map(|glob| glob.as_literal().filter(|_| glob.folds() == fold));
            if let Some(texts) = texts.collect::<Option<Vec<String>>>() {
                return Ok(Self::listed(texts.into_iter().map(Into::into).collect(), fold));
            }
        }
        match <[Glob; 1]>::try_from(globs) {
            Ok([glob]) => Ok(Self::glob(glob)),
            Err(globs) => Ok(Self::machine(Dfa::any_of(&globs)?, false)),
        }
    }

    pub fn with_absent(self, absent: bool) -> Self {
        TextSet { absent, ..self }
    }

    pub fn contains(&self, value: Value<'_>) -> bool {
        match value {
            Value::Absent => self.absent,
            Value::Text(text) => self.language.contains(text),
            Value::Addr(_) | Value::Num(_) => false,
        }
    }

    pub fn complement(&self) -> Self {
        TextSet {
            language: self.language.complement(),
            absent: !self.absent,
        }
    }

    pub fn intersect(&self, other: &Self) -> Result<Self, TooLarge> {
        let absent = self.absent && other.absent;
        if self.language == other.language || other.language.is_full() {
            return Ok(self.clone().with_absent(absent));
        }
        if self.language.is_full() {
            return Ok(other.clone().with_absent(absent));
        }
        if self.language.is_complement_of(&other.language) {
            return Ok(Self::empty().with_absent(absent));
        }
        for (list, filter) in [
            (&self.language, &other.language),
            (&other.language, &self.language),
        ] {
            if let Language::Listed {
                texts,
                fold: false,
                negated: false,
            } = list
            {
                let kept = texts
                    .iter()
                    .filter(|text| filter.contains(text))
                    .cloned()
                    .collect();
                return Ok(Self::listed(kept, false).with_absent(absent));
            }
        }
        if let Some(common) = self.language.intersect_lists(&other.language) {
            return Ok(TextSet {
                language: common,
                absent,
            });
        }
        let machine = self.language.machine()?.intersect(&*other.language.machine()?)?;
        Ok(Self::machine(machine, absent))
    }

    pub fn union(&self, other: &Self) -> Result<Self, TooLarge> {
        Ok(self.complement().intersect(&other.complement())?.complement())
    }

    pub fn subtract(&self, other: &Self) -> Result<Self, TooLarge> {
        self.intersect(&other.complement())
    }

    pub fn is_empty(&self) -> bool {
        !self.absent && self.language.is_empty()
    }

    pub fn includes_absent(&self) -> bool {
        self.absent
    }

    /// The members, if the set is written as a list of texts (compared with case).
    pub fn as_list(&self) -> Option<&[Box<str>]> {
        match &self.language {
            Language::Listed {
                texts,
                fold: false,
                negated: false,
            } => Some(texts),
            _ => None,
        }
    }

    /// A member: a text if there is one.
    pub fn sample(&self) -> Option<OwnedValue> {
        let text = self.language.sample().map(OwnedValue::Text);
        text.or_else(|| self.absent.then_some(OwnedValue::Absent))
    }

    /// Members and near-members at the edges.
    pub fn boundary(&self) -> Vec<OwnedValue> {
        let texts = self.language.boundary().into_iter().map(OwnedValue::Text);
        texts.chain([OwnedValue::Absent]).collect()
    }

    pub(crate) fn describe(&self) -> String {
        let text = self.language.describe();
        if self.absent {
            format!("{text} or absent")
        } else {
            text
        }
    }

    fn listed(texts: Vec<Box<str>>, fold: bool) -> Self {
        TextSet {
            language: Language::listed(texts, fold),
            absent: false,
        }
    }

    fn machine(dfa: Dfa, absent: bool) -> Self {
        let set = if dfa.is_empty() {
            Self::empty()
        } else if dfa.is_full() {
            Self::present()
        } else {
            TextSet {
                language: Language::Machine(Arc::new(dfa)),
                absent: false,
            }
        };
        set.with_absent(absent)
    }
}
