//! Quotas of a region and of a balancer (api E1, E2, E11); all are the documented defaults.

pub const LOAD_BALANCERS: usize = 50;
pub const TARGET_GROUPS: usize = 3_000;
pub const LISTENERS: usize = 50;
/// Beside the default ones of the listeners.
pub const CERTIFICATES: usize = 25;
/// Default rules not counted.
pub const RULES: usize = 100;
pub const BALANCER_GROUPS: usize = 100;
pub const ACTION_GROUPS: usize = 5;
pub const GROUP_TARGETS: usize = 1_000;
pub const NETWORK_TARGETS: usize = 3_000;
pub const CONDITION_VALUES: usize = 5;
pub const CONDITION_WILDCARDS: usize = 5;
pub const TAGS: usize = 50;
pub const TRUST_STORES: usize = 20;
pub const BUNDLE_CERTIFICATES: usize = 25;
