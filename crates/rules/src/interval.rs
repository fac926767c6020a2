//! Sets of integers as sorted, disjoint, non-touching closed intervals.
//!
//! One form for ports, epoch seconds and addresses of both families. Canonical: equal sets are equal values.

use std::sync::Arc;

/// An integer that can be an end of an interval.
pub(crate) trait Bound: Copy + Ord {
    const MIN: Self;
    const MAX: Self;
    fn next(self) -> Option<Self>;
    fn prev(self) -> Option<Self>;
}

macro_rules! bound {
    ($($int:ty),*) => {$(
        impl Bound for $int {
            const MIN: Self = <$int>::MIN;
            const MAX: Self = <$int>::MAX;
            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }
            fn prev(self) -> Option<Self> {
                self.checked_sub(1)
            }
        }
    )*};
}
bound!(u32, u64, u128);

// INVARIANT: sorted by lower end; each upper end lies at least two below the next lower end.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Intervals<T>(Arc<[(T, T)]>);

impl<T: Bound> Intervals<T> {
    pub(crate) fn none() -> Self {
        Intervals(Arc::from([]))
    }

    pub(crate) fn all() -> Self {
        Intervals(Arc::from([(T::MIN, T::MAX)]))
    }

    /// The union of closed ranges; a range whose ends are the wrong way round is empty.
    pub(crate) fn from_ranges(ranges: impl IntoIterator<Item = (T, T)>) -> Self {
        let mut sorted: Vec<(T, T)> = ranges.into_iter().filter(|(lo, hi)| lo <= hi).collect();
        sorted.sort_unstable();
        let mut merged: Vec<(T, T)> = Vec::with_capacity(sorted.len());
        for (lo, hi) in sorted {
            match merged.last_mut() {
                Some(last) if last.1 >= lo || last.1.next() == Some(lo) => last.1 = last.1.max(hi),
                _ => merged.push((lo, hi)),
            }
        }
        Intervals(merged.into())
    }

    pub(crate) fn contains(&self, value: T) -> bool {
        let after = self.0.partition_point(|(lo, _)| *lo <= value);
        after
            .checked_sub(1)
            .and_then(|ix| self.0.get(ix))
            .is_some_and(|(_, hi)| value <= *hi)
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        Self::from_ranges(self.0.iter().chain(other.0.iter()).copied())
    }

    pub(crate) fn intersect(&self, other: &Self) -> Self {
        let (mut ours, mut theirs) = (self.0.iter().copied(), other.0.iter().copied());
        let (mut a, mut b) = (ours.next(), theirs.next());
        let mut common = Vec::new();
        while let (Some((a_lo, a_hi)), Some((b_lo, b_hi))) = (a, b) {
            let (lo, hi) = (a_lo.max(b_lo), a_hi.min(b_hi));
            if lo <= hi {
                common.push((lo, hi));
            }
            if a_hi < b_hi {
                a = ours.next();
            } else {
                b = theirs.next();
            }
        }
        Intervals(common.into())
    }

    pub(crate) fn complement(&self) -> Self {
        let mut gaps = Vec::with_capacity(self.0.len() + 1);
        let mut from = Some(T::MIN);
        for (lo, hi) in self.0.iter().copied() {
            if let (Some(start), Some(end)) = (from, lo.prev())
                && start <= end
            {
                gaps.push((start, end));
            }
            from = hi.next();
        }
        if let Some(start) = from {
            gaps.push((start, T::MAX));
        }
        Intervals(gaps.into())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn first(&self) -> Option<T> {
        self.0.first().map(|(lo, _)| *lo)
    }

    pub(crate) fn ranges(&self) -> &[(T, T)] {
        &self.0
    }

    /// The ends of the first `limit` intervals, their neighbours outside, and the ends of the type.
    pub(crate) fn edges(&self, limit: usize) -> Vec<T> {
        let mut edges = vec![T::MIN, T::MAX];
        for (lo, hi) in self.0.iter().copied().take(limit) {
            edges.extend([lo, hi]);
            edges.extend(lo.prev());
            edges.extend(hi.next());
        }
        edges
    }
}
