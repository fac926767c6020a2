//! One noun has one file name in every crate, and one scenario that tells its story. Reported, not failed: a decision
//! may land before its scenario.
//!
//! A noun is a file of a hop's folder in crates/hops; its scenario is `NOUN.txt` in any folder named `scenarios`.

use std::collections::BTreeSet;

use super::tree::Tree;

/// Parts of a hop that are not decisions.
const PARTS: [&str; 6] = ["mod", "tests", "state", "compile", "order", "plan"];

pub(super) fn without_scenario(tree: &Tree) -> Option<String> {
    let scenarios: BTreeSet<&str> = tree
        .files
        .iter()
        .filter(|file| file.path.contains("scenarios/"))
        .filter_map(|file| file.name().strip_suffix(".txt"))
        .collect();
    let mut missing = Vec::new();
    for file in tree.rust() {
        let Some(inside) = file.path.strip_prefix("crates/hops/src/") else {
            continue;
        };
        let Some((hop, noun)) = inside.strip_suffix(".rs").and_then(|path| path.split_once('/')) else {
            continue;
        };
        if hop != "plan" && !noun.contains('/') && !PARTS.contains(&noun) && !scenarios.contains(noun) {
            missing.push(format!("{hop}/{noun}"));
        }
    }
    (!missing.is_empty()).then(|| {
        let count = missing.len();
        format!(
            "{count} nouns of crates/hops have no scenario (scenarios/NOUN.txt): {}",
            missing.join(", ")
        )
    })
}
