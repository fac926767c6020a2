//! Who may act: `iam`. Roles, policies and instance profiles are kept and read back; nothing asks them yet.

use crate::operation::Operation;

pub const OPERATIONS: &[Operation] = &[];
