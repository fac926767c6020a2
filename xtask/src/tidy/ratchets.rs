//! Counters that may only shrink, recorded in xtask/ratchets.txt.
//!
//! Above the record is a failure; below it asks for a lower record, which `cargo xtask tidy --record` writes.
//! Raising a record is an edit by hand that a reviewer sees.

use std::collections::BTreeMap;
use std::path::Path;

use super::Finding;
use super::rust_files::expectations;
use super::rust_source::code_only;
use super::tree::{TextFile, Tree};

const RECORD: &str = "xtask/ratchets.txt";
const HEAD: &str = "\
# Counters that may only shrink; `cargo xtask tidy` compares, `cargo xtask tidy --record` lowers.
";
const LONG: usize = 400;

pub(super) struct Ratchets {
    pub(super) findings: Vec<Finding>,
    pub(super) notes: Vec<String>,
}

struct Counter {
    name: &'static str,
    count: usize,
    /// What one more of these means, and what to do instead.
    cure: &'static str,
}

pub(super) fn check(tree: &Tree) -> Ratchets {
    let recorded = recorded(tree);
    let mut ratchets = Ratchets {
        findings: Vec::new(),
        notes: Vec::new(),
    };
    for Counter { name, count, cure } in counters(tree) {
        match recorded.get(name) {
            None => ratchets.findings.push(Finding::in_file(
                RECORD,
                format!("no record of `{name}`"),
                "run `cargo xtask tidy --record` and commit the file",
            )),
            Some(record) if count > *record => {
                ratchets.findings.push(Finding::in_file(
                    RECORD,
                    format!("{name}: {count}, recorded {record}"),
                    cure,
                ));
            }
            Some(record) if count < *record => ratchets.notes.push(format!(
                "{name} fell from {record} to {count}: run `cargo xtask tidy --record` and commit {RECORD}"
            )),
            Some(_) => {}
        }
    }
    ratchets
}

/// Lowers each record to today's count and adds those that are missing; raises none.
pub(super) fn record(root: &Path, tree: &Tree) -> anyhow::Result<()> {
    let recorded = recorded(tree);
    let mut text = HEAD.to_owned();
    for Counter { name, count, .. } in counters(tree) {
        let kept = recorded.get(name).map_or(count, |record| count.min(*record));
        text.push_str(&format!("{name} {kept}\n"));
    }
    Ok(std::fs::write(root.join(RECORD), text)?)
}

fn counters(tree: &Tree) -> [Counter; 3] {
    let unimplemented = tree.text("crates/wire/unimplemented.txt").unwrap_or_default();
    let entries = unimplemented
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .count();
    let long = |file: &&TextFile| file.lines() > LONG && !file.is_generated() && !file.is_tests();
    [
        Counter {
            name: "unimplemented_operations",
            count: entries,
            cure: "an operation that was there is gone, or a new service model came in: implement, or raise by hand",
        },
        Counter {
            name: "files_over_400_lines",
            count: tree.rust().filter(long).count(),
            cure: "split the file you let grow by noun; 130 to 350 lines read best",
        },
        Counter {
            name: "expected_lints",
            count: tree.rust().map(|file| expectations(&code_only(&file.text))).sum(),
            cure: "cure the lint you now expect, or one of the older ones",
        },
    ]
}

fn recorded(tree: &Tree) -> BTreeMap<&str, usize> {
    let lines = tree.text(RECORD).unwrap_or_default().lines();
    lines
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(name, count)| Some((name, count.parse().ok()?)))
        .collect()
}
