//! A point: one request as the rule lists see it, one value in each dimension.

use crate::{OwnedValue, Value};

/// What a request has in each dimension. Dimensions it knows nothing of are `Absent`.
pub trait Point<D> {
    fn value(&self, dim: &D) -> Value<'_>;
}

impl<D, P: Point<D> + ?Sized> Point<D> for &P {
    fn value(&self, dim: &D) -> Value<'_> {
        (**self).value(dim)
    }
}

/// A point written down: the example that shows a region.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Witness<D> {
    // INVARIANT: sorted by dimension, each at most once.
    values: Vec<(D, OwnedValue)>,
}

impl<D: Ord> Witness<D> {
    pub fn new(values: impl IntoIterator<Item = (D, OwnedValue)>) -> Self {
        let mut witness = Witness { values: Vec::new() };
        for (dim, value) in values {
            witness.set(dim, value);
        }
        witness
    }

    pub fn set(&mut self, dim: D, value: OwnedValue) {
        match self.values.binary_search_by(|(known, _)| known.cmp(&dim)) {
            Ok(at) => {
                if let Some(slot) = self.values.get_mut(at) {
                    slot.1 = value;
                }
            }
            Err(at) => self.values.insert(at, (dim, value)),
        }
    }

    /// The values that were set, in the order of the dimensions.
    pub fn values(&self) -> &[(D, OwnedValue)] {
        &self.values
    }
}

impl<D: Ord> Point<D> for Witness<D> {
    fn value(&self, dim: &D) -> Value<'_> {
        let found = self.values.binary_search_by(|(known, _)| known.cmp(dim));
        found
            .ok()
            .and_then(|at| self.values.get(at))
            .map_or(Value::Absent, |(_, value)| value.as_value())
    }
}
