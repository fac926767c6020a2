//! CloudWatch Logs: `logs`.

use crate::operation::Operation;

pub const OPERATIONS: &[Operation] = &[];
