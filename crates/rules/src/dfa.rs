//! Deterministic automata for languages that one pattern or a list of texts cannot name: unions, intersections and
//! complements of patterns.
//!
//! Machines are minimal and numbered breadth first, so equal languages are equal values. Building one may need
//! exponentially many states; past the cap the operation is refused with [`TooLarge`] and the caller must treat the
//! set as unknown. It is never approximated.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::Hash;

use crate::alphabet::Alphabet;
use crate::glob::{Glob, Token};
use crate::minimise::minimise;

/// States that a machine may have before minimisation.
const STATE_CAP: usize = 4_096;
/// Entries that its table may have: 4 MB.
const CELL_CAP: usize = 1 << 20;
/// States from which edge samples are taken.
const EDGE_STATES: u32 = 24;

/// A set of texts that would need too large a machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the set of texts needs more than {STATE_CAP} states")
    }
}

impl std::error::Error for TooLarge {}

// INVARIANT: `next` has `accept.len() * alphabet.width()` entries, each below `accept.len()`; state 0 is the start.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Dfa {
    pub(crate) alphabet: Alphabet,
    pub(crate) next: Box<[u32]>,
    pub(crate) accept: Box<[bool]>,
}

impl Dfa {
    /// The union of patterns.
    pub(crate) fn any_of(globs: &[Glob]) -> Result<Dfa, TooLarge> {
        let nfa = Nfa::of(globs);
        explore(
            Alphabet::of(globs),
            nfa.start(),
            |set, _, c| nfa.step(set, c),
            |set| nfa.accepts(set),
        )
    }

    pub(crate) fn intersect(&self, other: &Dfa) -> Result<Dfa, TooLarge> {
        let alphabet = self.alphabet.merge(&other.alphabet);
        let classes: Vec<(usize, usize)> = alphabet
            .classes()
            .map(|c| (self.alphabet.class_of(c), other.alphabet.class_of(c)))
            .collect();
        let (our_end, their_end) = (self.dead_end(), other.dead_end());
        explore(
            alphabet,
            (0, 0),
            |(ours, theirs), class, _| {
                let (our_class, their_class) = classes.get(class).copied().unwrap_or_default();
                let (ours, theirs) = (self.step(*ours, our_class), other.step(*theirs, their_class));
                // Where one machine has no way left, where the other stands does not matter.
                if our_end == Some(ours) || their_end == Some(theirs) {
                    NOWHERE
                } else {
                    (ours, theirs)
                }
            },
            |(ours, theirs)| self.accepts(*ours) && other.accepts(*theirs),
        )
    }

    pub(crate) fn complement(&self) -> Dfa {
        Dfa {
            accept: self.accept.iter().map(|accept| !accept).collect(),
            ..self.clone()
        }
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        let end = text
            .chars()
            .fold(0, |state, c| self.step(state, self.alphabet.class_of(Some(c))));
        self.accepts(end)
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.accept.contains(&true)
    }

    pub(crate) fn is_full(&self) -> bool {
        !self.accept.contains(&false)
    }

    /// A shortest member.
    pub(crate) fn sample(&self) -> Option<String> {
        self.shortest(0, true)
    }

    /// For each of the first states: the shortest way there, ended once inside the language and once outside it.
    pub(crate) fn boundary(&self) -> Vec<String> {
        let mut texts = Vec::new();
        for (state, way) in self.ways(EDGE_STATES) {
            for want in [true, false] {
                texts.extend(self.shortest(state, want).map(|end| format!("{way}{end}")));
            }
            let other = self.alphabet.member(self.alphabet.width() - 1);
            texts.extend(other.map(|c| format!("{way}{c}")));
        }
        texts
    }

    pub(crate) fn states(&self) -> usize {
        self.accept.len()
    }

    fn step(&self, state: u32, class: usize) -> u32 {
        self.next
            .get(state as usize * self.alphabet.width() + class)
            .copied()
            .unwrap_or(state)
    }

    /// The state from which no text is accepted; a minimal machine has at most one.
    fn dead_end(&self) -> Option<u32> {
        let rows = self
            .next
            .chunks(self.alphabet.width())
            .zip(self.accept.iter())
            .zip(0_u32..);
        let dead = |((row, accept), state): ((&[u32], &bool), u32)| {
            (!accept && row.iter().all(|to| *to == state)).then_some(state)
        };
        rows.into_iter().find_map(dead)
    }

    fn accepts(&self, state: u32) -> bool {
        self.accept.get(state as usize).copied().unwrap_or(false)
    }

    /// A shortest text that leads from `from` to a state that accepts, or to one that does not.
    fn shortest(&self, from: u32, want: bool) -> Option<String> {
        self.walk(from)
            .find(|(state, _)| self.accepts(*state) == want)
            .map(|(_, way)| way)
    }

    fn ways(&self, limit: u32) -> Vec<(u32, String)> {
        self.walk(0).take(limit as usize).collect()
    }

    /// All states that can be reached from `from`, nearest first, each with a shortest way.
    fn walk(&self, from: u32) -> impl Iterator<Item = (u32, String)> + '_ {
        let mut seen = vec![false; self.states()];
        let mut queue = VecDeque::from([(from, String::new())]);
        if let Some(first) = seen.get_mut(from as usize) {
            *first = true;
        }
        std::iter::from_fn(move || {
            let (state, way) = queue.pop_front()?;
            for class in 0..self.alphabet.width() {
                let to = self.step(state, class);
                if let (Some(known @ false), Some(c)) =
                    (seen.get_mut(to as usize), self.alphabet.member(class))
                {
                    *known = true;
                    queue.push_back((to, format!("{way}{c}")));
                }
            }
            Some((state, way))
        })
    }
}

/// A state that no machine has: it accepts nothing and every step stays there.
const NOWHERE: (u32, u32) = (u32::MAX, u32::MAX);

/// Numbers the states that `step` (by class and its character) reaches from `start`, then minimises.
fn explore<S: Clone + Eq + Hash>(
    alphabet: Alphabet,
    start: S,
    step: impl Fn(&S, usize, Option<char>) -> S,
    accepts: impl Fn(&S) -> bool,
) -> Result<Dfa, TooLarge> {
    let mut ids: HashMap<S, u32> = HashMap::from([(start.clone(), 0)]);
    let mut found = vec![start];
    let (mut next, mut accept) = (Vec::new(), Vec::new());
    while let Some(state) = found.get(accept.len()).cloned() {
        accept.push(accepts(&state));
        for (class, c) in alphabet.classes().enumerate() {
            let to = step(&state, class, c);
            let id = match ids.get(&to) {
                Some(id) => *id,
                None => {
                    let fresh = u32::try_from(found.len()).map_err(|_| TooLarge)?;
                    if found.len() >= STATE_CAP || (found.len() + 1) * alphabet.width() > CELL_CAP {
                        return Err(TooLarge);
                    }
                    found.push(to.clone());
                    ids.insert(to, fresh);
                    fresh
                }
            };
            next.push(id);
        }
    }
    Ok(minimise(&Dfa {
        alphabet,
        next: next.into(),
        accept: accept.into(),
    }))
}

/// Patterns side by side; a state is a place in one of them, numbered through.
struct Nfa<'g> {
    /// The token at each place; `None` is the end of a pattern.
    places: Vec<(Option<Token>, bool)>,
    globs: &'g [Glob],
}

impl<'g> Nfa<'g> {
    fn of(globs: &'g [Glob]) -> Nfa<'g> {
        let places = globs.iter().flat_map(|glob| {
            let tokens = glob.tokens().iter().copied().map(Some).chain([None]);
            tokens.map(|token| (token, glob.folds()))
        });
        Nfa {
            places: places.collect(),
            globs,
        }
    }

    fn start(&self) -> Vec<usize> {
        let mut first = 0;
        let mut set = Vec::new();
        for glob in self.globs {
            set.push(first);
            first += glob.tokens().len() + 1;
        }
        self.closed(set)
    }

    fn step(&self, set: &[usize], c: Option<char>) -> Vec<usize> {
        let mut to = Vec::new();
        for place in set {
            let Some((Some(token), fold)) = self.places.get(*place).copied() else {
                continue;
            };
            if token.takes(c, fold) {
                to.push(if token.is_star() { *place } else { place + 1 });
            }
        }
        self.closed(to)
    }

    fn accepts(&self, set: &[usize]) -> bool {
        set.iter()
            .any(|place| matches!(self.places.get(*place), Some((None, _))))
    }

    /// Adds what can be reached for free. A pattern that has only its final `*` left accepts whatever follows, so
    /// the other patterns no longer matter; forgetting them keeps unions small.
    fn closed(&self, mut set: Vec<usize>) -> Vec<usize> {
        let mut at = 0;
        while let Some(place) = set.get(at).copied() {
            at += 1;
            if let Some((Some(token), _)) = self.places.get(place)
                && token.is_star()
            {
                if *token == Token::Star && matches!(self.places.get(place + 1), Some((None, _))) {
                    return vec![place, place + 1];
                }
                set.push(place + 1);
            }
        }
        set.sort_unstable();
        set.dedup();
        set
    }
}
