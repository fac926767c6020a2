//! The table of operations against the service models and against the list of what is missing.

use std::collections::BTreeSet;

use adit_wire::Service;

use crate::operations;

#[test]
fn every_view_fits_the_service_model() {
    let wrong: Vec<String> = operations().filter_map(|op| (op.check)().err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_operation_is_implemented_once_or_listed_as_missing() {
    let missing: BTreeSet<(&str, &str)> = include_str!("../../wire/unimplemented.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once(' '))
        .collect();
    let mut seen = BTreeSet::new();
    for op in operations() {
        let entry = (op.service.name(), op.name);
        assert!(seen.insert(entry), "{entry:?} stands twice in the tables");
        assert!(
            !missing.contains(&entry),
            "{} {} is implemented: take its line out of wire/unimplemented.txt",
            entry.0,
            entry.1
        );
    }
    for service in Service::ALL {
        for name in adit_wire::model::operations(service) {
            let entry = (service.name(), name);
            assert!(
                seen.contains(&entry) || missing.contains(&entry),
                "{} {name} is neither implemented nor in wire/unimplemented.txt",
                service.name()
            );
        }
    }
}
