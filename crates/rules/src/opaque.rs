//! Predicates without a set form: they can be asked about one request, but not about all of them.
//!
//! Two kinds. [`Opaque`] looks at the value of one dimension (a number written as text, a language past its state
//! cap). [`Test`] looks at the whole point, for dimensions that depend on each other (a policy variable compares one
//! condition key with another). Both carry a label for the reader, and what they touch is reported as unknown by
//! [`crate::RuleList::regions`], never guessed.

use std::fmt;
use std::sync::Arc;

use crate::{Point, Value};

/// A set known only by its test. Two are equal only if they are the same object.
#[derive(Clone)]
pub struct Opaque {
    label: Arc<str>,
    test: Arc<dyn Fn(Value<'_>) -> bool + Send + Sync>,
}

impl Opaque {
    pub fn new(label: impl Into<Arc<str>>, test: impl Fn(Value<'_>) -> bool + Send + Sync + 'static) -> Self {
        Opaque {
            label: label.into(),
            test: Arc::new(test),
        }
    }

    /// What is tested, in words.
    pub fn label(&self) -> &str {
        &self.label
    }

    pub fn contains(&self, value: Value<'_>) -> bool {
        (self.test)(value)
    }
}

impl PartialEq for Opaque {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.test, &other.test)
    }
}

impl Eq for Opaque {}

impl fmt::Debug for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opaque({})", self.label)
    }
}

type PointTest<D> = dyn Fn(&dyn Point<D>) -> bool + Send + Sync;

/// A predicate over the whole point. Two are equal only if they are the same object.
pub struct Test<D> {
    label: Arc<str>,
    test: Arc<PointTest<D>>,
}

impl<D> Test<D> {
    pub fn new(
        label: impl Into<Arc<str>>,
        test: impl Fn(&dyn Point<D>) -> bool + Send + Sync + 'static,
    ) -> Self {
        Test {
            label: label.into(),
            test: Arc::new(test),
        }
    }

    /// What is tested, in words.
    pub fn label(&self) -> &str {
        &self.label
    }

    pub fn passes(&self, point: &dyn Point<D>) -> bool {
        (self.test)(point)
    }
}

impl<D> Clone for Test<D> {
    fn clone(&self) -> Self {
        Test {
            label: self.label.clone(),
            test: self.test.clone(),
        }
    }
}

impl<D> PartialEq for Test<D> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.test, &other.test)
    }
}

impl<D> Eq for Test<D> {}

impl<D> fmt::Debug for Test<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Test({})", self.label)
    }
}
