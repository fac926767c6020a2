//! The World as a compiler reads it: what was read is noted, so that a later change tells which results it spoils.

use std::cell::RefCell;
use std::sync::Arc;

use crate::relation::Relation;
use crate::world::{Entity, Key, World};

/// One thing that a result was made from. `N` names results, since one may be made from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Read<N> {
    /// A resource, or that it is not there.
    Resource(Key),
    /// The members of a relation, as they are.
    Related(Relation),
    /// Which resources are members, whatever else is in them.
    Members(Relation),
    /// Another result.
    Result(N),
}

/// Reads of one World on behalf of one result.
pub struct Reader<'w, N> {
    world: &'w World,
    reads: RefCell<Vec<Read<N>>>,
}

impl<'w, N: Ord> Reader<'w, N> {
    pub fn new(world: &'w World) -> Self {
        Self {
            world,
            reads: RefCell::default(),
        }
    }

    pub fn get<T: Entity>(&self, id: &T::Id) -> Option<&'w T> {
        self.note(Read::Resource(T::key_of(id.clone())));
        T::table(self.world).get(id).map(AsRef::as_ref)
    }

    /// The same, to keep.
    pub fn get_shared<T: Entity>(&self, id: &T::Id) -> Option<&'w Arc<T>> {
        self.note(Read::Resource(T::key_of(id.clone())));
        T::table(self.world).get(id)
    }

    pub fn exists(&self, key: &Key) -> bool {
        self.note(Read::Resource(key.clone()));
        self.world.resource(key).is_some()
    }

    /// The members of a relation that are of one kind, in order of their ids.
    pub fn related<T: Entity>(&self, relation: Relation) -> Vec<&'w T> {
        let members = self.world.related::<T>(&relation).map(AsRef::as_ref).collect();
        self.note(Read::Related(relation));
        members
    }

    /// Their keys alone.
    pub fn members(&self, relation: Relation) -> Vec<&'w Key> {
        let members = self.world.members(&relation).collect();
        self.note(Read::Members(relation));
        members
    }

    /// Notes that another result was used.
    pub fn result(&self, node: N) {
        self.note(Read::Result(node));
    }

    fn note(&self, read: Read<N>) {
        self.reads.borrow_mut().push(read);
    }

    /// What was read, once each.
    pub fn into_reads(self) -> Vec<Read<N>> {
        let mut reads = self.reads.into_inner();
        reads.sort_unstable();
        reads.dedup();
        reads
    }
}
