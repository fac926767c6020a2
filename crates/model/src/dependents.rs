//! Who read what: turns the changes of a commit into the compiled results that they spoil.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use smallvec::SmallVec;

use crate::index::Index;
use crate::reader::Read;
use crate::relation::relations;
use crate::world::{Key, World};

/// The reads of every result, both ways. `N` names a result.
#[derive(Debug)]
pub struct Dependents<N> {
    reads: Index<N, Vec<Read<N>>>,
    readers: Index<Read<N>, SmallVec<[N; 2]>>,
}

impl<N> Default for Dependents<N> {
    fn default() -> Self {
        Self {
            reads: Index::default(),
            readers: Index::default(),
        }
    }
}

impl<N: Clone + Ord + Hash> Dependents<N> {
    /// Notes what `node` was made from, in place of what it was made from before.
    pub fn record(&mut self, node: N, reads: Vec<Read<N>>) {
        match self.reads.entry(node) {
            Entry::Occupied(before) if *before.get() == reads => {}
            Entry::Occupied(mut before) => {
                for read in before.get().iter().filter(|read| !reads.contains(read)) {
                    unread(&mut self.readers, before.key(), read);
                }
                for read in reads.iter().filter(|read| !before.get().contains(read)) {
                    let readers = self.readers.entry(read.clone()).or_default();
                    readers.push(before.key().clone());
                }
                before.insert(reads);
            }
            Entry::Vacant(new) => {
                for read in &reads {
                    let readers = self.readers.entry(read.clone()).or_default();
                    readers.push(new.key().clone());
                }
                new.insert(reads);
            }
        }
    }

    /// `node` is no more.
    pub fn forget(&mut self, node: &N) {
        for read in self.reads.remove(node).unwrap_or_default() {
            unread(&mut self.readers, node, &read);
        }
    }

    /// Whether `node` was recorded and not forgotten.
    pub fn follows(&self, node: &N) -> bool {
        self.reads.contains_key(node)
    }

    /// What was made from another result.
    pub fn of_result(&self, node: &N) -> Vec<N> {
        self.readers(&Read::Result(node.clone())).to_vec()
    }

    /// What was made from what differs between two Worlds, of which `changed` are the keys.
    pub fn of_changes(&self, before: &World, after: &World, changed: &[Key]) -> BTreeSet<N> {
        let mut spoiled = BTreeSet::new();
        let mut spoil = |read: &Read<N>| spoiled.extend(self.readers(read).iter().cloned());
        for key in changed {
            spoil(&Read::Resource(key.clone()));
            let [was, is] =
                [before, after].map(|w| w.resource(key).map(|r| relations(&r)).unwrap_or_default());
            for relation in &was {
                spoil(&Read::Related(relation.clone()));
                if !is.contains(relation) {
                    spoil(&Read::Members(relation.clone()));
                }
            }
            for relation in is.iter().filter(|relation| !was.contains(relation)) {
                spoil(&Read::Related(relation.clone()));
                spoil(&Read::Members(relation.clone()));
            }
        }
        spoiled
    }

    fn readers(&self, read: &Read<N>) -> &[N] {
        self.readers.get(read).map_or(&[], SmallVec::as_slice)
    }
}

fn unread<N: Eq + Hash>(readers: &mut Index<Read<N>, SmallVec<[N; 2]>>, node: &N, read: &Read<N>) {
    let Some(of) = readers.get_mut(read) else {
        return;
    };
    if let Some(at) = of.iter().position(|reader| reader == node) {
        of.swap_remove(at);
    }
    if of.is_empty() {
        readers.remove(read);
    }
}
