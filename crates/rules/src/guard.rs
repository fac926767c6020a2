//! A guard: a box in the space of requests, perhaps narrowed by tests that have no set form.

use crate::{Opaque, Point, Set, Test, Witness};

/// A conjunction of sets, one per dimension, and of predicates without a set form. A dimension that is not named is
/// unconstrained, so the guard that names nothing admits every request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guard<D> {
    // INVARIANT: sorted by dimension, each at most once, none opaque.
    sets: Vec<(D, Set)>,
    opaque: Vec<(D, Opaque)>,
    tests: Vec<Test<D>>,
}

impl<D: Ord + Clone> Guard<D> {
    /// Admits every request.
    pub fn any() -> Self {
        Guard {
            sets: Vec::new(),
            opaque: Vec::new(),
            tests: Vec::new(),
        }
    }

    /// Narrows one dimension; a second set for the same dimension is intersected with the first. What has no set
    /// form is kept beside the sets, so that they stay exact.
    #[must_use]
    pub fn with(mut self, dim: D, set: impl Into<Set>) -> Self {
        let set = match set.into() {
            Set::Opaque(opaque) => {
                self.opaque.push((dim, opaque));
                return self;
            }
            set => set,
        };
        match self.sets.binary_search_by(|(known, _)| known.cmp(&dim)) {
            Ok(at) => {
                let Some(slot) = self.sets.get_mut(at) else {
                    return self;
                };
                match slot.1.intersect(&set) {
                    Set::Opaque(_) => {
                        let label = set.to_string();
                        self.opaque
                            .push((dim, Opaque::new(label, move |value| set.contains(value))));
                    }
                    both => slot.1 = both,
                }
            }
            Err(at) => self.sets.insert(at, (dim, set)),
        }
        self
    }

    /// Narrows by a test over the whole point.
    #[must_use]
    pub fn when(mut self, test: Test<D>) -> Self {
        self.tests.push(test);
        self
    }

    /// Whether the request is inside. This is the request path: it allocates nothing (tests may).
    pub fn admits<P: Point<D>>(&self, point: &P) -> bool {
        self.sets.iter().all(|(dim, set)| set.contains(point.value(dim)))
            && self
                .opaque
                .iter()
                .all(|(dim, opaque)| opaque.contains(point.value(dim)))
            && self.tests.iter().all(|test| test.passes(point))
    }

    pub fn intersect(&self, other: &Guard<D>) -> Guard<D> {
        let mut both = self.clone();
        for (dim, set) in &other.sets {
            both = both.with(dim.clone(), set.clone());
        }
        both.opaque.extend(
            other
                .opaque
                .iter()
                .filter(|opaque| !self.opaque.contains(opaque))
                .cloned(),
        );
        both.tests.extend(
            other
                .tests
                .iter()
                .filter(|test| !self.tests.contains(test))
                .cloned(),
        );
        both
    }

    /// The set of one dimension, opaque predicates aside; `None` if it is unconstrained.
    pub fn get(&self, dim: &D) -> Option<&Set> {
        let found = self.sets.binary_search_by(|(known, _)| known.cmp(dim));
        found.ok().and_then(|at| self.sets.get(at)).map(|(_, set)| set)
    }

    /// The box: one set for each constrained dimension, in their order, none of them opaque.
    pub fn sets(&self) -> &[(D, Set)] {
        &self.sets
    }

    /// What narrows the box without a set form, in words.
    pub fn unknowns(&self) -> impl Iterator<Item = &str> {
        let opaque = self.opaque.iter().map(|(_, opaque)| opaque.label());
        opaque.chain(self.tests.iter().map(Test::label))
    }

    /// Whether the guard is known to admit nothing.
    pub fn is_empty(&self) -> bool {
        self.sets.iter().any(|(_, set)| set.is_empty())
    }

    /// Whether the guard is a plain box.
    pub fn is_exact(&self) -> bool {
        self.tests.is_empty() && self.opaque.is_empty()
    }

    /// A request inside the guard, `Absent` wherever it says nothing. `None` if the guard is empty or not exact.
    pub fn sample(&self) -> Option<Witness<D>> {
        if !self.is_exact() {
            return None;
        }
        let values = self
            .sets
            .iter()
            .map(|(dim, set)| Some((dim.clone(), set.sample()?)));
        values.collect::<Option<Vec<_>>>().map(Witness::new)
    }
}

impl<D: Ord + Clone> FromIterator<(D, Set)> for Guard<D> {
    fn from_iter<I: IntoIterator<Item = (D, Set)>>(sets: I) -> Self {
        sets.into_iter()
            .fold(Guard::any(), |guard, (dim, set)| guard.with(dim, set))
    }
}
