//! Random sets, guards and lists over a small world, so that they meet often.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use adit_rules::{AddrSet, Glob, Guard, NumSet, Opaque, Rule, RuleList, Set, Test, TextSet, Value};
use proptest::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Dim {
    Source,
    Port,
    Host,
    Path,
}

pub(crate) type List = RuleList<Dim, bool, usize>;

/// Failures print their input; nothing is written into the tree.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

pub(crate) fn addr_set() -> impl Strategy<Value = AddrSet> {
    let v4 = (0..4u8, 0..=255u8, 14..=32u8)
        .prop_map(|(net, host, len)| (IpAddr::V4(Ipv4Addr::new(10, net, 0, host)), len));
    let v6 = (0..4u16, 100..=128u8)
        .prop_map(|(net, len)| (IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, net)), len));
    (
        prop::collection::vec(prop_oneof![3 => v4, 1 => v6], 0..4),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(prefixes, absent, flip)| {
            let set = AddrSet::from_prefixes(prefixes).with_absent(absent);
            if flip { set.complement() } else { set }
        })
}

pub(crate) fn num_set() -> impl Strategy<Value = NumSet> {
    let range = prop_oneof![
        (0..30u64, 0..30u64).prop_map(|(lo, len)| (lo, lo + len)),
        (0..3u64).prop_map(|below| (u64::MAX - below, u64::MAX)),
    ];
    (prop::collection::vec(range, 0..4), any::<bool>(), any::<bool>()).prop_map(|(ranges, absent, flip)| {
        let set = NumSet::from_ranges(ranges).with_absent(absent);
        if flip { set.complement() } else { set }
    })
}

pub(crate) fn pattern() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ab/é*?]{0,5}",
        "[aB:*?]{0,4}",
        Just("*".to_owned()),
        Just("a:*:b*".to_owned())
    ]
}

pub(crate) fn glob() -> impl Strategy<Value = Glob> {
    (pattern(), 0..4u8).prop_map(|(pattern, form)| match form {
        0 => Glob::new(&pattern).ignoring_case(),
        1 => Glob::new(&pattern).segmented(':', 3),
        _ => Glob::new(&pattern),
    })
}

pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[abB/é]{0,5}", "[ab:]{0,6}", "[a-c😀]{0,3}"]
}

pub(crate) fn text_set() -> impl Strategy<Value = TextSet> {
    let set = prop_oneof![
        prop::collection::vec(text(), 0..4).prop_map(TextSet::literals),
        prop::collection::vec(text(), 0..3).prop_map(TextSet::literals_ignoring_case),
        glob().prop_map(TextSet::glob),
        prop::collection::vec(glob(), 0..3).prop_map(|globs| TextSet::any_of(globs).unwrap()),
    ];
    (set, any::<bool>(), any::<bool>()).prop_map(|(set, absent, flip)| {
        let set = set.with_absent(absent);
        if flip { set.complement() } else { set }
    })
}

fn constraint() -> impl Strategy<Value = (Dim, Set)> {
    let odd = |label: &'static str| {
        Set::from(Opaque::new(
            label,
            |value| matches!(value, Value::Text(text) if text.len() % 2 == 1),
        ))
    };
    prop_oneof![
        4 => addr_set().prop_map(|set| (Dim::Source, set.into())),
        4 => num_set().prop_map(|set| (Dim::Port, set.into())),
        4 => text_set().prop_map(|set| (Dim::Host, set.into())),
        4 => text_set().prop_map(|set| (Dim::Path, set.into())),
        1 => Just((Dim::Path, odd("path of odd length"))),
        1 => Just((Dim::Host, odd("host of odd length").complement())),
    ]
}

pub(crate) fn guard() -> impl Strategy<Value = Guard<Dim>> {
    (prop::collection::vec(constraint(), 0..4), 0..12u8).prop_map(|(sets, test)| {
        let guard: Guard<Dim> = sets.into_iter().collect();
        if test > 0 {
            return guard;
        }
        guard.when(Test::new("host equals path", |point| {
            point.value(&Dim::Host) == point.value(&Dim::Path)
        }))
    })
}

pub(crate) fn list() -> impl Strategy<Value = List> {
    prop::collection::vec((guard(), any::<bool>()), 0..6).prop_map(|rules| {
        let rules = rules
            .into_iter()
            .enumerate()
            .map(|(at, (guard, outcome))| Rule::new(guard, outcome, at));
        RuleList::new(rules, false, usize::MAX)
    })
}

pub(crate) fn exact_box() -> impl Strategy<Value = Guard<Dim>> {
    (prop::option::of(addr_set()), prop::option::of(text_set())).prop_map(|(source, path)| {
        let guard = source
            .into_iter()
            .fold(Guard::any(), |guard, set| guard.with(Dim::Source, set));
        path.into_iter()
            .fold(guard, |guard, set| guard.with(Dim::Path, set))
    })
}
