//! Sets of unsigned numbers: ports, protocol numbers, lengths, epoch seconds, with a flag for "no number".

use crate::interval::Intervals;
use crate::{OwnedValue, Value};

const EDGES: usize = 16;

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct NumSet {
    nums: Intervals<u64>,
    absent: bool,
}

impl NumSet {
    pub fn empty() -> Self {
        NumSet {
            nums: Intervals::none(),
            absent: false,
        }
    }

    /// Only `Absent`.
    pub fn absent() -> Self {
        Self::empty().with_absent(true)
    }

    /// Every number, without `Absent`.
    pub fn present() -> Self {
        NumSet {
            nums: Intervals::all(),
            absent: false,
        }
    }

    /// Every number and `Absent`.
    pub fn full() -> Self {
        Self::present().with_absent(true)
    }

    /// The union of closed ranges; a range whose ends are the wrong way round is empty.
    pub fn from_ranges(ranges: impl IntoIterator<Item = (u64, u64)>) -> Self {
        NumSet {
            nums: Intervals::from_ranges(ranges),
            absent: false,
        }
    }

    pub fn single(num: u64) -> Self {
        Self::from_ranges([(num, num)])
    }

    pub fn with_absent(self, absent: bool) -> Self {
        NumSet { absent, ..self }
    }

    pub fn contains(&self, value: Value<'_>) -> bool {
        match value {
            Value::Absent => self.absent,
            Value::Num(num) => self.nums.contains(num),
            Value::Addr(_) | Value::Text(_) => false,
        }
    }

    pub fn union(&self, other: &Self) -> Self {
        NumSet {
            nums: self.nums.union(&other.nums),
            absent: self.absent || other.absent,
        }
    }

    pub fn intersect(&self, other: &Self) -> Self {
        NumSet {
            nums: self.nums.intersect(&other.nums),
            absent: self.absent && other.absent,
        }
    }

    pub fn complement(&self) -> Self {
        NumSet {
            nums: self.nums.complement(),
            absent: !self.absent,
        }
    }

    pub fn subtract(&self, other: &Self) -> Self {
        self.intersect(&other.complement())
    }

    pub fn is_empty(&self) -> bool {
        self.nums.is_empty() && !self.absent
    }

    pub fn includes_absent(&self) -> bool {
        self.absent
    }

    /// A member: the least number, else `Absent`.
    pub fn sample(&self) -> Option<OwnedValue> {
        self.nums
            .first()
            .map(OwnedValue::Num)
            .or_else(|| self.absent.then_some(OwnedValue::Absent))
    }

    /// Members and near-members at the edges.
    pub fn boundary(&self) -> Vec<OwnedValue> {
        self.nums
            .edges(EDGES)
            .into_iter()
            .map(OwnedValue::Num)
            .chain([OwnedValue::Absent])
            .collect()
    }

    /// The closed ranges of the set, in order.
    pub fn ranges(&self) -> &[(u64, u64)] {
        self.nums.ranges()
    }
}
