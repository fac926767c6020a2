//! Tags: keys with values on a resource, in key order.

use std::collections::BTreeMap;

pub type Tags = BTreeMap<String, String>;
