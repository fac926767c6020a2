//! The durable side of the World, as a port: one global revision, compared and swapped.
//!
//! Per-row revisions would allow write skew (a VPC origin deleted while a distribution adopts it), so a commit names
//! the revision that it was computed from and either becomes the next one whole, or nothing.

use std::fmt;

use crate::world::{Change, Rev, World};

/// Where the World is kept. One writer at a time; `commit` returns only once the changes would survive a crash.
pub trait Store: Send {
    /// Everything committed so far.
    fn load(&mut self) -> Result<World, StoreError>;

    /// Makes `changes` the revision after `expected`.
    fn commit(&mut self, expected: Rev, changes: &[Change]) -> Result<Rev, StoreError>;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// Somebody else committed first: compute again from `actual`.
    Conflict { expected: Rev, actual: Rev },
    /// The file is not one of ours, or damaged. It was left as it is.
    Damaged(String),
    /// The file was written by a newer version.
    Newer(String),
    /// The medium failed.
    Io(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict { expected, actual } => {
                write!(f, "revision {expected} was expected, the store is at {actual}")
            }
            Self::Damaged(why) => write!(f, "the store is damaged: {why}"),
            Self::Newer(what) => write!(f, "the store was written by a newer version: {what}"),
            Self::Io(why) => write!(f, "the store failed: {why}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// A store that forgets: `--ephemeral`, and tests.
#[derive(Debug, Default)]
pub struct Forgetful {
    rev: Rev,
}

impl Store for Forgetful {
    fn load(&mut self) -> Result<World, StoreError> {
        Ok(World::default())
    }

    fn commit(&mut self, expected: Rev, _: &[Change]) -> Result<Rev, StoreError> {
        if expected != self.rev {
            return Err(StoreError::Conflict {
                expected,
                actual: self.rev,
            });
        }
        self.rev = expected.next();
        Ok(self.rev)
    }
}
