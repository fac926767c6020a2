//! Each rule against a tree of a few lines: the place and the words of what it finds.

use super::rust_source::code_only;
use super::tree::Tree;
use super::{Finding, crate_edges, decisions, foreign_strings, nouns, ratchets, rust_files};

#[track_caller]
fn check(findings: &[Finding], expected: &[&str]) {
    let found: Vec<String> = findings
        .iter()
        .map(|finding| format!("{}: {}", finding.place, finding.what))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn allowed_edges_pass() {
    let manifest = "[dependencies]\nadit-rules.workspace = true\nadit-model = { path = \"../model\" }\nserde = \"1\"\n\
                    [dev-dependencies]\nadit-testkit.workspace = true\n";
    check(
        &crate_edges::check(&Tree::of(&[("crates/vnet/Cargo.toml", manifest)])),
        &[],
    );
}

#[test]
fn a_wrong_edge_is_named_with_its_reason() {
    let tree = Tree::of(&[(
        "crates/hops/Cargo.toml",
        "[dependencies]\nadit-model.workspace = true\nadit-tls.workspace = true\n",
    )]);
    let findings = crate_edges::check(&tree);
    check(&findings, &["crates/hops/Cargo.toml:3: `hops` may not use `tls`"]);
    assert!(findings[0].cure.contains("hops decide without I/O"));
}

#[test]
fn table_headers_count_as_edges() {
    let tree = Tree::of(&[(
        "crates/rules/Cargo.toml",
        "[dependencies.adit-model]\npath = \"../model\"\n",
    )]);
    check(
        &crate_edges::check(&tree),
        &["crates/rules/Cargo.toml:1: `rules` may not use `model`"],
    );
}

#[test]
fn nothing_uses_the_binary_and_the_binary_ships_no_testkit() {
    let tree = Tree::of(&[
        (
            "crates/adit/Cargo.toml",
            "[dependencies]\nadit-testkit.workspace = true\n",
        ),
        (
            "crates/store/Cargo.toml",
            "[dev-dependencies]\nadit = { path = \"../adit\" }\n",
        ),
    ]);
    check(
        &crate_edges::check(&tree),
        &[
            "crates/adit/Cargo.toml:2: `adit` may not use `testkit`",
            "crates/store/Cargo.toml:2: `store` may not use `adit`, not even in tests",
        ],
    );
}

#[test]
fn an_unknown_crate_must_find_its_place() {
    let tree = Tree::of(&[("crates/misc/Cargo.toml", "[package]\nname = \"adit-misc\"\n")]);
    check(
        &crate_edges::check(&tree),
        &["crates/misc/Cargo.toml: the crate `misc` has no place in the layers"],
    );
}

#[test]
fn a_file_needs_a_module_doc_and_a_noun() {
    let tree = Tree::of(&[("crates/vnet/src/utils.rs", "fn f() {}\n")]);
    check(
        &rust_files::check(&tree),
        &[
            "crates/vnet/src/utils.rs:1: the file does not open with `//!`",
            "crates/vnet/src/utils.rs: `utils.rs` says nothing about what is inside",
        ],
    );
}

#[test]
fn length_is_capped_unless_generated() {
    let long = format!("//! Doc.\n{}", "fn f() {}\n".repeat(500));
    let generated = long.replace("//! Doc.", "//! @generated");
    let tree = Tree::of(&[
        ("a.rs", &long),
        ("b.rs", &generated),
        ("c.rs", "//! C.\n"),
        ("tests.rs", &long),
    ]);
    check(
        &rust_files::check(&tree),
        &[
            "a.rs: 501 lines, the cap is 500",
            "crates: only 1 of 3 Rust files are under 300 lines",
        ],
    );
}

#[test]
fn silenced_lints_and_unfinished_code_are_found_in_code_only() {
    let text = "//! Doc: todo! is a word.\n#[allow(dead_code)]\nfn f() { todo!() }\n#[expect(dead_code)]\nfn g() {}\n\
                #[expect(dead_code, reason = \"read by tests\")]\nconst S: &str = \"dbg!(1) #[allow(x)]\";\n";
    check(
        &rust_files::check(&Tree::of(&[("a.rs", text)])),
        &[
            "a.rs:2: a lint is allowed",
            "a.rs:4: #[expect] without a reason",
            "a.rs:3: `todo!` in the tree",
        ],
    );
}

#[test]
fn literals_and_comments_are_blanked_lines_kept() {
    let text = "a /* x /* y */ z */ b\n'\"' c \"d\\\"e\" f 'g h '\\'' r#\"i\"j\"# k\n// l\nm";
    let code = code_only(text);
    let words: Vec<&str> = code.split_whitespace().collect();
    assert_eq!(words, ["a", "b", "c", "f", "'g", "h", "k", "m"]);
    assert_eq!(code.lines().count(), text.lines().count());
}

#[test]
fn words_of_one_machine_are_refused() {
    let tree = Tree::of(&[(
        "bench/run.sh",
        "cd /builds/x\ncurl https://example.com/builds/x\npip --index-url https://mirror.corp/simple\n",
    )]);
    check(
        &foreign_strings::check(&tree, &["mirror.corp".to_owned()]),
        &[
            "bench/run.sh:1: `/builds/` belongs to one machine",
            "bench/run.sh:3: `mirror.corp` belongs to one machine",
        ],
    );
}

#[test]
fn decisions_are_numbered_without_gaps() {
    let note = "# Note\n";
    let tree = Tree::of(&[
        ("docs/decisions/0001-a.md", note),
        ("docs/decisions/0003-b.md", note),
        ("docs/decisions/note.md", note),
    ]);
    check(
        &decisions::check(&tree),
        &[
            "docs/decisions/0003-b.md: number 0003 where 0002 should be",
            "docs/decisions/note.md: a decision note is named NNNN-title.md",
        ],
    );
}

#[test]
fn nouns_without_a_scenario_are_reported() {
    let doc = "//! Doc.\n";
    let tree = Tree::of(&[
        ("crates/hops/src/edge/geo_restriction.rs", doc),
        ("crates/hops/src/edge/methods.rs", doc),
        ("crates/hops/src/edge/mod.rs", doc),
        ("crates/hops/src/lib.rs", doc),
        ("tests/scenarios/geo_restriction.txt", ""),
    ]);
    let note = nouns::without_scenario(&tree).unwrap();
    assert_eq!(
        note,
        "1 nouns of crates/hops have no scenario (scenarios/NOUN.txt): edge/methods"
    );
}

#[test]
fn ratchets_hold_and_ask() {
    let tree = Tree::of(&[
        (
            "xtask/ratchets.txt",
            "# head\nunimplemented_operations 3\nexpected_lints 0\n",
        ),
        ("crates/wire/unimplemented.txt", "# head\nec2 A\nec2 B\n"),
        (
            "a.rs",
            "//! Doc.\n#[expect(dead_code, reason = \"r\")]\nfn f() {}\n",
        ),
    ]);
    let ratchets = ratchets::check(&tree);
    check(
        &ratchets.findings,
        &[
            "xtask/ratchets.txt: no record of `files_over_400_lines`",
            "xtask/ratchets.txt: expected_lints: 1, recorded 0",
        ],
    );
    assert!(ratchets.notes[0].starts_with("unimplemented_operations fell from 3 to 2"));
}

#[test]
fn recording_lowers_and_never_raises() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("xtask")).unwrap();
    let tree = Tree::of(&[
        (
            "xtask/ratchets.txt",
            "unimplemented_operations 3\nexpected_lints 0\n",
        ),
        (
            "a.rs",
            "//! Doc.\n#[expect(dead_code, reason = \"r\")]\nfn f() {}\n",
        ),
    ]);
    ratchets::record(root.path(), &tree).unwrap();
    let text = std::fs::read_to_string(root.path().join("xtask/ratchets.txt")).unwrap();
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "unimplemented_operations 0",
            "files_over_400_lines 0",
            "expected_lints 0"
        ]
    );
}
