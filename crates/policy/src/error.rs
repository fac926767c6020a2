//! Why a document is not a policy. Transport-free: each service attaches its own code and text.

use std::fmt;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PolicyError {
    /// The text is not JSON; `reason` has line and column.
    NotJson { reason: String },
    /// The text has more characters than the quota allows.
    TooLong { chars: usize, limit: usize },
    /// The JSON is not a policy; `at` is the element, such as `Statement[1].Condition`.
    Malformed { at: String, what: String },
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PolicyError::NotJson { reason } => write!(f, "the policy is not JSON: {reason}"),
            PolicyError::TooLong { chars, limit } => {
                write!(f, "the policy has {chars} characters, {limit} are allowed")
            }
            PolicyError::Malformed { at, what } if at.is_empty() => write!(f, "the policy {what}"),
            PolicyError::Malformed { at, what } => write!(f, "`{at}` {what}"),
        }
    }
}

impl std::error::Error for PolicyError {}
