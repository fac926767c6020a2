//! What every Rust file must have (a module doc, a noun for a name, a length one can read at once) and what none may
//! have (silenced lints, unfinished code).

use super::Finding;
use super::rust_source::{code_only, lines_with};
use super::tree::{TextFile, Tree};

const CAP: usize = 500;
const TESTS_CAP: usize = 700;
const SHORT: usize = 300;
const NOUNLESS: [&str; 10] = [
    "utils.rs",
    "util.rs",
    "helpers.rs",
    "helper.rs",
    "common.rs",
    "misc.rs",
    "prelude.rs",
    "utils",
    "helpers",
    "prelude",
];
const UNFINISHED: [&str; 3] = ["todo!", "unimplemented!", "dbg!"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        findings.extend(module_doc(file));
        findings.extend(length(file));
        findings.extend(name(file));
        code(file, &mut findings);
    }
    findings.extend(half_are_short(tree));
    findings
}

fn module_doc(file: &TextFile) -> Option<Finding> {
    let first = file
        .text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    (!first.starts_with("//!")).then(|| {
        Finding::at_line(
            &file.path,
            1,
            "the file does not open with `//!`",
            "say what it decides, from which AWS behaviour, and what it leaves out",
        )
    })
}

fn length(file: &TextFile) -> Option<Finding> {
    let cap = if file.is_tests() { TESTS_CAP } else { CAP };
    let lines = file.lines();
    (lines > cap && !file.is_generated()).then(|| {
        Finding::in_file(
            &file.path,
            format!("{lines} lines, the cap is {cap}"),
            "split it by noun: one resource, one decision or one state machine a file; tests go to a sibling tests.rs",
        )
    })
}

fn name(file: &TextFile) -> Option<Finding> {
    let nounless = file.path.split('/').find(|part| NOUNLESS.contains(part))?;
    Some(Finding::in_file(
        &file.path,
        format!("`{nounless}` says nothing about what is inside"),
        "name the module by the noun it is about, and re-export nothing wholesale",
    ))
}

fn code(file: &TextFile, findings: &mut Vec<Finding>) {
    let code = code_only(&file.text);
    for word in ["#[allow(", "#![allow("] {
        for line in lines_with(&code, word) {
            findings.push(Finding::at_line(
                &file.path,
                line,
                "a lint is allowed",
                "cure it, or write #[expect(lint, reason = \"...\")], which fails once it is no longer needed",
            ));
        }
    }
    for line in expectations_without_reason(&code) {
        findings.push(Finding::at_line(
            &file.path,
            line,
            "#[expect] without a reason",
            "add `reason = \"...\"`: why the lint is wrong here",
        ));
    }
    for word in UNFINISHED {
        for line in lines_with(&code, word) {
            findings.push(Finding::at_line(
                &file.path,
                line,
                format!("`{word}` in the tree"),
                "finish it, or answer with an error that says what is missing",
            ));
        }
    }
    for line in lines_with(&code, "mod prelude") {
        findings.push(Finding::at_line(
            &file.path,
            line,
            "a prelude module",
            "import names where they are used, so that a reader sees where they come from",
        ));
    }
}

/// How many lints the code expects, with or without reason; a ratchet counts them.
pub(super) fn expectations(code: &str) -> usize {
    ["#[expect(", "#![expect("]
        .iter()
        .map(|word| code.matches(word).count())
        .sum()
}

fn expectations_without_reason(code: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    for word in ["#[expect(", "#![expect("] {
        for (at, _) in code.match_indices(word) {
            let (before, attribute) = code.split_at_checked(at).unwrap_or((code, ""));
            let attribute = attribute.split(']').next().unwrap_or_default();
            if !attribute.contains("reason") {
                lines.push(before.lines().count().max(1) + usize::from(before.ends_with('\n')));
            }
        }
    }
    lines
}

fn half_are_short(tree: &Tree) -> Option<Finding> {
    let lengths: Vec<usize> = tree
        .rust()
        .filter(|file| !file.is_generated())
        .map(TextFile::lines)
        .collect();
    let short = lengths.iter().filter(|lines| **lines < SHORT).count();
    (short * 2 < lengths.len()).then(|| {
        Finding::in_file(
            "crates",
            format!(
                "only {short} of {} Rust files are under {SHORT} lines",
                lengths.len()
            ),
            "at least half must be: split the longest by noun",
        )
    })
}
