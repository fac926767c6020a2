//! The least machine for a language, in one canonical form.
//!
//! Moore's refinement: states are alike until a step tells them apart. Characters that no step tells from an
//! unmentioned one are dropped from the alphabet, and states are numbered breadth first, so that equal languages
//! give equal tables.

use std::collections::HashMap;

use crate::alphabet::Alphabet;
use crate::dfa::Dfa;

pub(crate) fn minimise(dfa: &Dfa) -> Dfa {
    let width = dfa.alphabet.width();
    let kinds = kinds(dfa, width);
    // One row of steps, and whether it accepts, for each kind of state; a kind is known by its first state.
    let mut rows: HashMap<u32, (Vec<u32>, bool)> = HashMap::new();
    for ((kind, row), accept) in kinds.iter().zip(dfa.next.chunks(width)).zip(dfa.accept.iter()) {
        rows.entry(*kind)
            .or_insert_with(|| (row.iter().map(|to| kind_of(&kinds, *to)).collect(), *accept));
    }
    let keep = told_apart(&rows, width);
    let chars = dfa
        .alphabet
        .classes()
        .zip(&keep)
        .filter_map(|(c, keep)| c.filter(|_| *keep));
    let alphabet = Alphabet::from_chars(chars.collect());
    renumber(alphabet, &rows, &keep, kind_of(&kinds, 0))
}

/// The kind of each state: states of one kind accept the same continuations.
fn kinds(dfa: &Dfa, width: usize) -> Vec<u32> {
    let mut kinds: Vec<u32> = dfa.accept.iter().map(|accept| u32::from(*accept)).collect();
    let mut count = 0;
    loop {
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut refined = Vec::with_capacity(kinds.len());
        for (kind, row) in kinds.iter().zip(dfa.next.chunks(width)) {
            let look: Vec<u32> = std::iter::once(*kind)
                .chain(row.iter().map(|to| kind_of(&kinds, *to)))
                .collect();
            let fresh = known.len() as u32;
            refined.push(*known.entry(look).or_insert(fresh));
        }
        kinds = refined;
        if known.len() == count {
            return kinds;
        }
        count = known.len();
    }
}

fn kind_of(kinds: &[u32], state: u32) -> u32 {
    kinds.get(state as usize).copied().unwrap_or(0)
}

/// Which classes differ somewhere from the class of unmentioned characters (the last one, which always stays).
fn told_apart(rows: &HashMap<u32, (Vec<u32>, bool)>, width: usize) -> Vec<bool> {
    let mut keep = vec![false; width];
    for (row, _) in rows.values() {
        for (keep, to) in keep.iter_mut().zip(row) {
            *keep |= row.last() != Some(to);
        }
    }
    if let Some(other) = keep.last_mut() {
        *other = true;
    }
    keep
}

fn renumber(alphabet: Alphabet, rows: &HashMap<u32, (Vec<u32>, bool)>, keep: &[bool], start: u32) -> Dfa {
    let mut ids: HashMap<u32, u32> = HashMap::from([(start, 0)]);
    let mut order = vec![start];
    let (mut next, mut accept) = (Vec::new(), Vec::new());
    while let Some((row, accepts)) = order.get(accept.len()).and_then(|kind| rows.get(kind)) {
        accept.push(*accepts);
        for (to, _) in row.iter().zip(keep).filter(|(_, keep)| **keep) {
            let fresh = order.len() as u32;
            let id = *ids.entry(*to).or_insert(fresh);
            if id == fresh {
                order.push(*to);
            }
            next.push(id);
        }
    }
    Dfa {
        alphabet,
        next: next.into(),
        accept: accept.into(),
    }
}
