//! One set of any kind, with operations that always answer.
//!
//! Where the exact answer has no set form (a language past its cap, an opaque operand, two kinds mixed) the result
//! is [`Set::Opaque`]: its test is exact, its extent unknown. So a caller can combine sets freely and the only thing
//! that is lost on the way is what the proof can say, never whether it is right.

use crate::{AddrSet, Glob, NumSet, Opaque, OwnedValue, TextSet, TooLarge, Value};

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Set {
    Addrs(AddrSet),
    Nums(NumSet),
    Texts(TextSet),
    Opaque(Opaque),
}

impl Set {
    /// The union of patterns; opaque if that language is too large.
    pub fn any_of(globs: impl IntoIterator<Item = Glob>) -> Set {
        let globs: Vec<Glob> = globs.into_iter().collect();
        TextSet::any_of(globs.iter().cloned())
            .map(Set::Texts)
            .unwrap_or_else(|TooLarge| {
                let label = format!("one of {} patterns", globs.len());
                Set::Opaque(Opaque::new(label, move |value| match value {
                    Value::Text(text) => globs.iter().any(|glob| glob.matches(text)),
                    _ => false,
                }))
            })
    }

    pub fn contains(&self, value: Value<'_>) -> bool {
        match self {
            Set::Addrs(set) => set.contains(value),
            Set::Nums(set) => set.contains(value),
            Set::Texts(set) => set.contains(value),
            Set::Opaque(set) => set.contains(value),
        }
    }

    pub fn union(&self, other: &Set) -> Set {
        let exact = match (self, other) {
            (Set::Addrs(ours), Set::Addrs(theirs)) => Some(Set::Addrs(ours.union(theirs))),
            (Set::Nums(ours), Set::Nums(theirs)) => Some(Set::Nums(ours.union(theirs))),
            (Set::Texts(ours), Set::Texts(theirs)) => ours.union(theirs).ok().map(Set::Texts),
            _ => None,
        };
        exact.unwrap_or_else(|| {
            let label = format!("{self} or {other}");
            let (ours, theirs) = (self.clone(), other.clone());
            Set::Opaque(Opaque::new(label, move |value| {
                ours.contains(value) || theirs.contains(value)
            }))
        })
    }

    pub fn intersect(&self, other: &Set) -> Set {
        let exact = match (self, other) {
            (Set::Addrs(ours), Set::Addrs(theirs)) => Some(Set::Addrs(ours.intersect(theirs))),
            (Set::Nums(ours), Set::Nums(theirs)) => Some(Set::Nums(ours.intersect(theirs))),
            (Set::Texts(ours), Set::Texts(theirs)) => ours.intersect(theirs).ok().map(Set::Texts),
            _ => None,
        };
        exact.unwrap_or_else(|| {
            let label = format!("{self} and {other}");
            let (ours, theirs) = (self.clone(), other.clone());
            Set::Opaque(Opaque::new(label, move |value| {
                ours.contains(value) && theirs.contains(value)
            }))
        })
    }

    pub fn complement(&self) -> Set {
        match self {
            Set::Addrs(set) => Set::Addrs(set.complement()),
            Set::Nums(set) => Set::Nums(set.complement()),
            Set::Texts(set) => Set::Texts(set.complement()),
            Set::Opaque(set) => {
                let inner = set.clone();
                Set::Opaque(Opaque::new(format!("not ({})", set.label()), move |v| {
                    !inner.contains(v)
                }))
            }
        }
    }

    pub fn subtract(&self, other: &Set) -> Set {
        self.intersect(&other.complement())
    }

    pub fn with_absent(self, absent: bool) -> Set {
        match self {
            Set::Addrs(set) => Set::Addrs(set.with_absent(absent)),
            Set::Nums(set) => Set::Nums(set.with_absent(absent)),
            Set::Texts(set) => Set::Texts(set.with_absent(absent)),
            Set::Opaque(set) => {
                let label = format!(
                    "{}{}",
                    set.label(),
                    if absent { " or absent" } else { ", present" }
                );
                Set::Opaque(Opaque::new(label, move |value| match value {
                    Value::Absent => absent,
                    value => set.contains(value),
                }))
            }
        }
    }

    /// Whether the set is known to have no member; an opaque set never is.
    pub fn is_empty(&self) -> bool {
        match self {
            Set::Addrs(set) => set.is_empty(),
            Set::Nums(set) => set.is_empty(),
            Set::Texts(set) => set.is_empty(),
            Set::Opaque(_) => false,
        }
    }

    pub fn is_opaque(&self) -> bool {
        matches!(self, Set::Opaque(_))
    }

    /// A member, if one is known; an opaque set has none to show.
    pub fn sample(&self) -> Option<OwnedValue> {
        match self {
            Set::Addrs(set) => set.sample(),
            Set::Nums(set) => set.sample(),
            Set::Texts(set) => set.sample(),
            Set::Opaque(_) => None,
        }
    }

    /// Members and near-members at the edges of the set.
    pub fn boundary(&self) -> Vec<OwnedValue> {
        match self {
            Set::Addrs(set) => set.boundary(),
            Set::Nums(set) => set.boundary(),
            Set::Texts(set) => set.boundary(),
            Set::Opaque(_) => vec![OwnedValue::Absent],
        }
    }
}

impl From<AddrSet> for Set {
    fn from(set: AddrSet) -> Self {
        Set::Addrs(set)
    }
}

impl From<NumSet> for Set {
    fn from(set: NumSet) -> Self {
        Set::Nums(set)
    }
}

impl From<TextSet> for Set {
    fn from(set: TextSet) -> Self {
        Set::Texts(set)
    }
}

impl From<Opaque> for Set {
    fn from(set: Opaque) -> Self {
        Set::Opaque(set)
    }
}
