//! A hash map whose copy costs little: an [`Index`] cut into shards that copies share until one of them is changed.
//!
//! A Plan is never changed, it is replaced; with ten thousand objects of a kind, copying their whole map for one of them
//! would cost more than compiling it. A lookup costs one more hash of the key than an [`Index`]'s.

use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use crate::index::Index;

/// Enough that a shard of a large World holds some dozens of entries.
const SHARDS: usize = 256;

#[derive(Clone, Debug)]
pub struct Shards<K, V>(Arc<[Arc<Index<K, V>>]>);

impl<K, V> Default for Shards<K, V> {
    fn default() -> Self {
        let empty = Arc::new(Index::default());
        Self((0..SHARDS).map(|_| empty.clone()).collect())
    }
}

impl<K: Hash + Eq + Clone, V: Clone> Shards<K, V> {
    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.0.get(shard(key))?.get(key)
    }

    pub fn contains_key<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.get(key).is_some()
    }

    /// What stood there before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let at = shard(&key);
        let shard = Arc::make_mut(&mut self.0).get_mut(at)?;
        Arc::make_mut(shard).insert(key, value)
    }

    pub fn remove<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        // A shard that does not have the key stays shared.
        self.get(key)?;
        let shard = Arc::make_mut(&mut self.0).get_mut(shard(key))?;
        Arc::make_mut(shard).remove(key)
    }

    /// In no order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().flat_map(|shard| shard.iter())
    }

    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    pub fn len(&self) -> usize {
        self.0.iter().map(|shard| shard.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|shard| shard.is_empty())
    }
}

/// By the hash's middle bits: a map places an entry by the low ones and tells neighbours apart by the high ones.
fn shard<Q: Hash + ?Sized>(key: &Q) -> usize {
    let hash = Index::<(), ()>::default().hasher().hash_one(key);
    usize::try_from((hash >> 32) % SHARDS as u64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::VpcId;

    fn id(n: usize) -> VpcId {
        VpcId::parse(&format!("vpc-{n:017x}")).unwrap()
    }

    #[test]
    fn a_copy_does_not_move() {
        let mut shards: Shards<VpcId, usize> = Shards::default();
        for n in 0..1000 {
            assert_eq!(shards.insert(id(n), n), None);
        }
        let before = shards.clone();
        assert_eq!(shards.remove(&id(7)), Some(7));
        assert_eq!(shards.remove(&id(7)), None);
        assert_eq!(shards.insert(id(8), 0), Some(8));
        assert_eq!((shards.len(), before.len()), (999, 1000));
        assert_eq!(
            (shards.get(id(8).as_str()), before.get(id(8).as_str())),
            (Some(&0), Some(&8))
        );
    }

    #[test]
    fn entries_spread_over_the_shards() {
        let mut shards: Shards<VpcId, usize> = Shards::default();
        for n in 0..10_000 {
            shards.insert(id(n), n);
        }
        let fullest = shards.0.iter().map(|shard| shard.len()).max();
        assert!(fullest < Some(200), "{fullest:?}");
    }
}
