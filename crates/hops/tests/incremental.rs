//! A Plan that followed its World's changes is the Plan of the World: whatever comes, goes and changes, in any order.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::hash::Hash;

use adit_hops::plan::Settings;
use adit_hops::tls::{CertificateFact, Rehearse};
use adit_hops::{Compiler, Plan};
use adit_model::certificate::Certificate;
use adit_model::shards::Shards;
use adit_model::{Change, Key, Resource, Rev, World};
use adit_testkit::{design_a, design_b, world};

/// Commits a run, and runs.
const COMMITS: usize = 120;
const RUNS: u64 = 8;

#[test]
fn following_changes_ends_where_compiling_does() {
    let pool = pool();
    for seed in 0..RUNS {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut before = World::default();
        let mut compiler = Compiler::new(&before, Settings::default(), &Trusting);
        for commit in 0..COMMITS {
            let mut after = before.clone();
            let mut changed = BTreeSet::new();
            for _ in 0..random.usize(1..6) {
                let change = pick(&pool, &mut random).unwrap();
                changed.insert(change.key());
                after.apply(&change);
            }
            after.rev = Rev(before.rev.0 + 1);
            let changed: Vec<Key> = changed.into_iter().collect();
            compiler.update(&before, &after, &changed, &Trusting);
            let whole = Plan::compile(&after, Settings::default(), &Trusting);
            assert_eq!(
                describe(compiler.plan()),
                describe(&whole),
                "seed {seed}, commit {commit}: {changed:?}"
            );
            before = after;
        }
    }
}

#[test]
fn what_a_change_does_not_touch_is_taken_over() {
    let before = world(&format!("{}{}", design_b(), design_a()));
    let mut compiler = Compiler::new(&before, Settings::default(), &Trusting);
    let first = compiler.plan().clone();
    let group = before.security_groups.iter().find(|g| g.id.as_str() == "sg-alb");
    let mut group = (**group.unwrap()).clone();
    group.rules.clear();
    let change = Change::Put(adit_model::world::Entity::wrap(group));
    let mut after = before.clone();
    after.apply(&change);
    compiler.update(&before, &after, &[change.key()], &Trusting);
    let second = compiler.plan();
    for (id, distribution) in second.edge.distributions.iter() {
        assert!(std::sync::Arc::ptr_eq(
            distribution,
            first.edge.distributions.get(id).unwrap()
        ));
    }
    for (id, balancer) in second.private.balancers.iter() {
        assert!(std::sync::Arc::ptr_eq(
            balancer,
            first.private.balancers.get(id).unwrap()
        ));
    }
}

/// Versions of each resource, from worlds that share ids.
fn pool() -> BTreeMap<Key, Vec<Resource>> {
    let both = format!("{}{}", design_b(), design_a());
    let variants = [
        ("", ""),
        ("in tcp 443 from cloudfront", "in tcp 443 from sg-service-a"),
        ("in tcp 443 from sg-alb", "in tcp 443 from sg-endpoint"),
        ("out tcp 443 to sg-endpoint", "out none"),
        ("igw igw-a", "igw igw-a detached"),
        ("alb web internal", "alb web internet-facing"),
        (
            "endpoint vpce-a with sg-endpoint",
            "endpoint vpce-a with sg-alb no-private-dns",
        ),
        (
            "certificate cert-origin origin.example.com",
            "certificate cert-origin other.example.com",
        ),
        (
            "api api0000002 regional",
            "api api0000002 private endpoints vpce-a",
        ),
        ("private endpoints vpce-a", "regional"),
        ("target endpoint vpce-a", "target 10.0.1.77 8443"),
        (
            "EDESIGNA d222222abcdef8.cloudfront.net",
            "EDESIGNA d222222abcdef8.cloudfront.net\n  alias *.example.com",
        ),
        (
            "origin api origin.example.com vpc-origin vo_a",
            "origin api api0000002.execute-api.eu-west-1.amazonaws.com https-only",
        ),
        ("  deploy v1\nvpc-origin", "  deploy v2\nvpc-origin"),
    ];
    let mut pool: BTreeMap<Key, Vec<Resource>> = BTreeMap::new();
    for (from, to) in variants {
        let text = both.replacen(from, to, 1);
        assert!(from.is_empty() || text != both, "`{from}` is not in the designs");
        let parsed = world(&text);
        for resource in parsed.resources() {
            let versions = pool.entry(resource.key()).or_default();
            if !versions.contains(&resource) {
                versions.push(resource);
            }
        }
    }
    pool
}

fn pick(pool: &BTreeMap<Key, Vec<Resource>>, random: &mut fastrand::Rng) -> Option<Change> {
    let (key, versions) = pool.iter().nth(random.usize(..pool.len()))?;
    let version = versions.get(random.usize(..versions.len()))?;
    Some(match random.u8(..4) {
        0 => Change::Delete(key.clone()),
        _ => Change::Put(version.clone()),
    })
}

fn describe(plan: &Plan) -> Vec<String> {
    let (private, edge) = (&plan.private, &plan.edge);
    let mut lines = adit_vnet::testing::describe(&private.net);
    list("vpc origin", &private.vpc_origins, &mut lines);
    list("balancer", &private.balancers, &mut lines);
    list("endpoint", &private.endpoints, &mut lines);
    list("api", &private.apis, &mut lines);
    list("certificate", &private.certificates, &mut lines);
    list("distribution", &edge.distributions, &mut lines);
    list("names", &private.region_names, &mut lines);
    list("endpoints of", &private.endpoint_addresses, &mut lines);
    for name in NAMES {
        lines.push(format!("{name}: {:?}", edge.names.get(name)));
    }
    lines
}

const NAMES: [&str; 5] = [
    "d222222abcdef8.cloudfront.net",
    "d111111abcdef8.cloudfront.net",
    "api.example.com",
    "api0000002.execute-api.eu-west-1.amazonaws.com",
    "api0000001.execute-api.eu-west-1.amazonaws.com",
];

fn list<K: Hash + Eq + Clone + Debug, V: Clone + Debug>(
    what: &str,
    shards: &Shards<K, V>,
    lines: &mut Vec<String>,
) {
    let mut found: Vec<String> = shards
        .iter()
        .map(|(key, value)| format!("{what} {key:?}: {value:?}"))
        .collect();
    found.sort();
    lines.append(&mut found);
}

struct Trusting;

impl Rehearse for Trusting {
    fn certificate(&self, certificate: &Certificate) -> CertificateFact {
        CertificateFact {
            names: certificate.names.clone(),
            not_before: 0,
            not_after: u64::MAX,
            chain: Ok(()),
        }
    }

    fn overlap(&self, _: &str, _: &[String]) -> bool {
        true
    }
}
