//! Names that AWS serves: `route53`.

use crate::operation::Operation;

pub const OPERATIONS: &[Operation] = &[];
