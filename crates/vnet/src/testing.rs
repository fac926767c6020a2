//! For tests: a network as text, so that two that should be the same can be compared.

use std::fmt::Debug;

use adit_model::shards::Shards;

use crate::net::Net;

/// Every entry of every map, a line each, in order.
pub fn describe(net: &Net) -> Vec<String> {
    let mut lines = Vec::new();
    list("vpc", &net.vpcs, &mut lines);
    list("subnet", &net.subnets, &mut lines);
    list("group", &net.groups, &mut lines);
    list("acl", &net.acls, &mut lines);
    list("table", &net.tables, &mut lines);
    list("interface", &net.interfaces, &mut lines);
    list("private", &net.private, &mut lines);
    list("public", &net.public, &mut lines);
    list("spare", &net.spare_gateways, &mut lines);
    list("origin", &net.origins, &mut lines);
    net.names.describe(&mut lines);
    lines.sort();
    lines
}

pub(crate) fn list<K, V>(what: &str, shards: &Shards<K, V>, lines: &mut Vec<String>)
where
    K: std::hash::Hash + Eq + Clone + Debug,
    V: Clone + Debug,
{
    lines.extend(
        shards
            .iter()
            .map(|(key, value)| format!("{what} {key:?}: {value:?}")),
    );
}
