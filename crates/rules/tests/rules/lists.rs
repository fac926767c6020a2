//! Rule lists by example: what decides, and how the space is cut.

use adit_rules::testing::check_agreement;
use adit_rules::{
    AddrSet, Finding, Glob, Guard, NumSet, OwnedValue, Region, Rule, RuleList, Test, TextSet, Witness,
};

use crate::strategies::Dim;

type List = RuleList<Dim, &'static str, &'static str>;

fn firewall() -> List {
    let office = AddrSet::from_prefixes([("10.0.0.0".parse().unwrap(), 8)]);
    let https = Guard::any().with(Dim::Port, NumSet::single(443));
    let admin = Guard::any().with(Dim::Path, TextSet::glob(Glob::new("/admin*")));
    RuleList::new(
        [
            Rule::new(admin.with(Dim::Source, office.complement()), "deny", "rule 100"),
            Rule::new(https, "allow", "rule 200"),
        ],
        "deny",
        "default",
    )
}

fn point(source: &str, port: u64, path: &str) -> Witness<Dim> {
    Witness::new([
        (Dim::Source, OwnedValue::Addr(source.parse().unwrap())),
        (Dim::Port, OwnedValue::Num(port)),
        (Dim::Path, OwnedValue::Text(path.to_owned())),
    ])
}

#[test]
fn the_first_rule_that_admits_decides() {
    let list = firewall();
    for (source, port, path, expected) in [
        ("10.1.2.3", 443, "/admin", ("allow", "rule 200")),
        ("9.9.9.9", 443, "/admin/x", ("deny", "rule 100")),
        ("9.9.9.9", 443, "/", ("allow", "rule 200")),
        ("9.9.9.9", 80, "/", ("deny", "default")),
    ] {
        let decision = list.eval(&point(source, port, path));
        assert_eq!(
            (*decision.outcome, *decision.by),
            expected,
            "{source} {port} {path}"
        );
    }
}

fn told(
    regions: &[Region<'_, Dim, &'static str, &'static str>],
) -> Vec<(Vec<&'static str>, Option<&'static str>)> {
    let told = regions.iter().map(|region| {
        let by = region
            .finding
            .candidates()
            .iter()
            .map(|decision| *decision.by)
            .collect();
        (by, region.finding.outcome().copied())
    });
    told.collect()
}

#[test]
fn regions_are_few_and_say_who_decided() {
    let list = firewall();
    let regions = list.regions(&Guard::any());
    assert_eq!(
        told(&regions),
        [
            (vec!["rule 100"], Some("deny")),
            (vec!["rule 200"], Some("allow")),
            (vec!["rule 200"], Some("allow")),
            (vec!["default"], Some("deny")),
            (vec!["default"], Some("deny")),
        ]
    );
    check_agreement(&list, &Guard::any()).unwrap();
}

#[test]
fn within_bounds_the_answer() {
    let list = firewall();
    let outside = Guard::any()
        .with(
            Dim::Source,
            AddrSet::from_prefixes([("203.0.113.0".parse().unwrap(), 24)]),
        )
        .with(Dim::Path, TextSet::literals(["/admin"]));
    assert_eq!(told(&list.regions(&outside)), [(vec!["rule 100"], Some("deny"))]);
    assert!(list.regions(&outside.with(Dim::Port, NumSet::empty())).is_empty());
}

#[test]
fn an_opaque_guard_leaves_every_possible_decision() {
    let same = Test::new("host equals path", |p| p.value(&Dim::Host) == p.value(&Dim::Path));
    let opaque = Guard::any().with(Dim::Port, NumSet::single(443)).when(same);
    let list: List = RuleList::new(
        [
            Rule::new(opaque, "deny", "variable"),
            Rule::new(
                Guard::any().with(Dim::Port, NumSet::single(443)),
                "allow",
                "https",
            ),
        ],
        "deny",
        "default",
    );
    let regions = list.regions(&Guard::any());
    assert_eq!(
        told(&regions),
        [(vec!["variable", "https"], None), (vec!["default"], Some("deny"))]
    );
    assert!(matches!(
        regions.first().map(|region| &region.finding),
        Some(Finding::Unknown(_))
    ));
    check_agreement(&list, &Guard::any()).unwrap();
}

#[test]
fn an_opaque_denial_before_a_denial_is_still_a_denial() {
    let test = Test::new("never mind", |_| true);
    let list: List = RuleList::new(
        [Rule::new(Guard::any().when(test), "deny", "first")],
        "deny",
        "default",
    );
    assert_eq!(
        told(&list.regions(&Guard::any())),
        [(vec!["first", "default"], Some("deny"))]
    );
}

#[test]
fn a_broken_region_is_noticed() {
    let list = firewall();
    let mut regions = list.regions(&Guard::any());
    let lost = regions.remove(1);
    let error = adit_rules::testing::check_regions(&list, &Guard::any(), &regions).unwrap_err();
    assert!(error.contains("lies in 0 regions"), "{error}");
    regions.extend([lost.clone(), lost]);
    let error = adit_rules::testing::check_regions(&list, &Guard::any(), &regions).unwrap_err();
    assert!(error.contains("overlap"), "{error}");
}

#[test]
fn lists_are_shared_between_threads() {
    fn check<T: Clone + Send + Sync + std::fmt::Debug>(_: &T) {}
    check(&firewall());
    check(&firewall().regions(&Guard::any()));
}
