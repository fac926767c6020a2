//! The evaluator that proofs run on: a rule list cut into disjoint boxes, each with its decision.
//!
//! Boxes are cut rule by rule: what a rule's guard covers of a box is decided, what it leaves is at most one box for
//! each dimension that the guard names, and goes on to the next rule. Where a guard cannot be cut exactly (an
//! opaque set, a test, a language past its cap, a list past the limit of boxes), the box goes on too but remembers
//! that this rule may have decided some of it. So an unknown region names every decision that is possible in it,
//! and nothing that is impossible by the sets.

use std::collections::HashMap;
use std::sync::Arc;

use crate::{Decision, Guard, RuleList, Set};

/// Boxes that [`RuleList::regions`] makes before it stops cutting.
pub const BOX_LIMIT: usize = 4_096;

/// A box of requests and what the list says of them.
#[derive(Clone, Debug)]
pub struct Region<'a, D, O, W> {
    /// Always exact: sets only, none of them opaque.
    pub space: Guard<D>,
    pub finding: Finding<'a, O, W>,
}

#[derive(Debug)]
pub enum Finding<'a, O, W> {
    /// Every request of the box gets this decision.
    Decided(Decision<'a, O, W>),
    /// Each request of the box gets one of these, in the order of the list, and it is not known which.
    Unknown(Arc<[Decision<'a, O, W>]>),
}

impl<D: Ord + Clone, O, W> RuleList<D, O, W> {
    /// Disjoint boxes that cover `within`. Opaque parts of `within` are dropped, so the boxes may cover more.
    pub fn regions(&self, within: &Guard<D>) -> Vec<Region<'_, D, O, W>> {
        self.regions_up_to(within, BOX_LIMIT)
    }

    /// As [`RuleList::regions`]. Past `limit` boxes none is split any more and what would have been split is unknown.
    pub fn regions_up_to(&self, within: &Guard<D>, limit: usize) -> Vec<Region<'_, D, O, W>> {
        let sets = within.sets().to_vec();
        let mut pieces = vec![Piece {
            sets,
            maybe: Vec::new(),
        }];
        if within.is_empty() {
            pieces.clear();
        }
        let mut findings = Findings {
            list: self,
            shared: HashMap::new(),
        };
        let mut regions = Vec::new();
        for (at, rule) in self.rules().iter().enumerate() {
            let cutter = Cutter::new(&rule.guard);
            let mut rest = Vec::with_capacity(pieces.len());
            let waiting = pieces.len();
            for (done, mut piece) in pieces.into_iter().enumerate() {
                let boxes = regions.len() + rest.len() + (waiting - done);
                match cutter.cut(&piece) {
                    Cut::Apart => rest.push(piece),
                    Cut::Split { outside, .. } if boxes + outside.len() > limit => {
                        piece.maybe.push(at);
                        rest.push(piece);
                    }
                    Cut::Split {
                        outside,
                        inside,
                        exact,
                    } => {
                        rest.extend(outside.into_iter().map(|sets| Piece {
                            sets,
                            maybe: piece.maybe.clone(),
                        }));
                        let mut inside = Piece {
                            sets: inside,
                            maybe: piece.maybe,
                        };
                        if exact {
                            regions.push(findings.region(inside, Some(at)));
                        } else {
                            inside.maybe.push(at);
                            rest.push(inside);
                        }
                    }
                }
            }
            pieces = rest;
        }
        regions.extend(pieces.into_iter().map(|piece| findings.region(piece, None)));
        regions
    }
}

impl<'a, O, W> Finding<'a, O, W> {
    /// The decisions that are possible here; one if the region is decided.
    pub fn candidates(&self) -> &[Decision<'a, O, W>] {
        match self {
            Finding::Decided(decision) => std::slice::from_ref(decision),
            Finding::Unknown(candidates) => candidates,
        }
    }

    /// The outcome, if every possible decision has the same one.
    pub fn outcome(&self) -> Option<&'a O>
    where
        O: PartialEq,
    {
        let (first, others) = self.candidates().split_first()?;
        others
            .iter()
            .all(|other| other.outcome == first.outcome)
            .then_some(first.outcome)
    }

    pub fn is_unknown(&self) -> bool {
        matches!(self, Finding::Unknown(_))
    }
}

impl<O, W> Clone for Finding<'_, O, W> {
    fn clone(&self) -> Self {
        match self {
            Finding::Decided(decision) => Finding::Decided(*decision),
            Finding::Unknown(candidates) => Finding::Unknown(candidates.clone()),
        }
    }
}

/// A box still to be decided, and the rules that may have decided some of it already.
struct Piece<D> {
    sets: Vec<(D, Set)>,
    maybe: Vec<usize>,
}

enum Cut<D> {
    /// The guard and the box have nothing in common.
    Apart,
    Split {
        outside: Vec<Vec<(D, Set)>>,
        inside: Vec<(D, Set)>,
        /// Whether the guard admits all of `inside`.
        exact: bool,
    },
}

/// A rule's guard, ready to cut: each set with its complement.
struct Cutter<'g, D> {
    sets: Vec<(&'g D, &'g Set, Set)>,
    exact: bool,
}

impl<'g, D: Ord + Clone> Cutter<'g, D> {
    fn new(guard: &'g Guard<D>) -> Self {
        let sets = guard.sets().iter().map(|(dim, set)| (dim, set, set.complement()));
        Cutter {
            sets: sets.collect(),
            exact: guard.is_exact(),
        }
    }

    fn cut(&self, piece: &Piece<D>) -> Cut<D> {
        let mut inside = piece.sets.clone();
        let mut outside = Vec::new();
        let mut exact = self.exact;
        for (dim, set, complement) in &self.sets {
            let at = inside.binary_search_by(|(known, _)| known.cmp(dim));
            let current = at.ok().and_then(|at| inside.get(at)).map(|(_, set)| set);
            let common = current.map_or_else(|| (*set).clone(), |current| current.intersect(set));
            let beyond = current.map_or_else(|| complement.clone(), |current| current.intersect(complement));
            if common.is_empty() {
                return Cut::Apart;
            }
            if common.is_opaque() || beyond.is_opaque() {
                exact = false;
                continue;
            }
            if !beyond.is_empty() {
                let mut left = inside.clone();
                put(&mut left, at, dim, beyond);
                outside.push(left);
            }
            put(&mut inside, at, dim, common);
        }
        Cut::Split {
            outside,
            inside,
            exact,
        }
    }
}

fn put<D: Clone>(sets: &mut Vec<(D, Set)>, at: Result<usize, usize>, dim: &D, set: Set) {
    match at {
        Ok(at) => {
            if let Some(slot) = sets.get_mut(at) {
                slot.1 = set;
            }
        }
        Err(at) => sets.insert(at, (dim.clone(), set)),
    }
}

/// The rules that may decide, and the one (or the default) that decides what they leave.
type Deciders = (Vec<usize>, Option<usize>);

/// Turns pieces into regions; boxes with the same possible decisions share the list of them.
struct Findings<'a, D, O, W> {
    list: &'a RuleList<D, O, W>,
    shared: HashMap<Deciders, Arc<[Decision<'a, O, W>]>>,
}

impl<'a, D: Ord + Clone, O, W> Findings<'a, D, O, W> {
    fn region(&mut self, piece: Piece<D>, last: Option<usize>) -> Region<'a, D, O, W> {
        let space = piece.sets.into_iter().collect();
        if piece.maybe.is_empty() {
            return Region {
                space,
                finding: Finding::Decided(self.list.decision(last)),
            };
        }
        let list = self.list;
        let candidates = self
            .shared
            .entry((piece.maybe, last))
            .or_insert_with_key(|(maybe, last)| {
                maybe
                    .iter()
                    .copied()
                    .map(Some)
                    .chain([*last])
                    .map(|rule| list.decision(rule))
                    .collect()
            });
        Region {
            space,
            finding: Finding::Unknown(candidates.clone()),
        }
    }
}
