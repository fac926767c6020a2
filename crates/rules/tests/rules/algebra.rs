//! Each operation against membership: what the algebra says of a value is what logic says.

use std::fmt::Debug;

use adit_rules::{AddrSet, OwnedValue, Set, TextSet, Value};
use proptest::prelude::*;

use crate::strategies::{addr_set, config, num_set, text, text_set};

fn check_pair(a: &Set, b: &Set, more: Vec<OwnedValue>) -> Result<(), TestCaseError> {
    let (union, both, not, less) = (a.union(b), a.intersect(b), a.complement(), a.subtract(b));
    let results = [&union, &both, &not, &less];
    for set in results.into_iter().chain([a, b]) {
        prop_assert_eq!(set.sample().is_none(), set.is_empty(), "sample of {}", set);
        if let Some(sample) = set.sample() {
            prop_assert!(set.contains(sample.as_value()), "{sample} is no member of {set}");
        }
    }
    let edges = results.into_iter().chain([a, b]).flat_map(Set::boundary);
    for value in edges.chain(more) {
        let value = value.as_value();
        let (in_a, in_b) = (a.contains(value), b.contains(value));
        prop_assert_eq!(union.contains(value), in_a || in_b, "{} in {}", value, union);
        prop_assert_eq!(both.contains(value), in_a && in_b, "{} in {}", value, both);
        prop_assert_eq!(not.contains(value), !in_a, "{} in {}", value, not);
        prop_assert_eq!(less.contains(value), in_a && !in_b, "{} in {}", value, less);
    }
    prop_assert!(a.subtract(a).is_empty());
    prop_assert!(a.union(&not).complement().is_empty());
    Ok(())
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn addresses(a in addr_set(), b in addr_set()) {
        check_pair(&a.into(), &b.into(), Vec::new())?;
    }

    #[test]
    fn numbers(a in num_set(), b in num_set()) {
        check_pair(&a.into(), &b.into(), Vec::new())?;
    }

    #[test]
    fn texts(a in text_set(), b in text_set(), more in prop::collection::vec(text(), 20)) {
        check_pair(&a.into(), &b.into(), more.into_iter().map(OwnedValue::Text).collect())?;
    }

    #[test]
    fn equal_languages_are_recognised(a in text_set(), b in text_set()) {
        let (one, two) = (a.union(&b).unwrap(), b.union(&a).unwrap());
        prop_assert!(one.subtract(&two).unwrap().is_empty());
        prop_assert!(two.subtract(&one).unwrap().is_empty());
    }
}

fn shows<T: ToString + Debug>(set: &T, expected: &str) {
    assert_eq!(set.to_string(), expected);
}

#[test]
fn sets_read_in_words() {
    let net = |text: &str, len| (text.parse().unwrap(), len);
    shows(
        &AddrSet::from_prefixes([net("10.0.0.7", 24), net("10.0.1.0", 24)]),
        "10.0.0.0-10.0.1.255",
    );
    shows(
        &AddrSet::from_prefixes([net("10.0.0.7", 32)]).with_absent(true),
        "10.0.0.7, absent",
    );
    shows(&AddrSet::empty(), "none");
    shows(
        &TextSet::literals(["b", "a"]).complement(),
        "not {`a`, `b`} or absent",
    );
    shows(&TextSet::full(), "any or absent");
}

#[test]
fn families_do_not_mix() {
    let all_v4 = AddrSet::from_prefixes([("0.0.0.0".parse().unwrap(), 0)]);
    assert_eq!(all_v4, AddrSet::v4());
    assert!(!all_v4.contains(Value::Addr("::1".parse().unwrap())));
    assert!(!all_v4.contains(Value::Addr("::ffff:10.0.0.1".parse().unwrap())));
    assert_eq!(AddrSet::v4().union(&AddrSet::v6()), AddrSet::present());
}

#[test]
fn kinds_do_not_mix() {
    let (addrs, texts) = (Set::from(AddrSet::full()), Set::from(TextSet::full()));
    assert!(addrs.intersect(&texts).is_opaque());
    assert!(!addrs.contains(Value::Text("10.0.0.1")));
}
