//! `cargo xtask tidy`: the house rules as code, with messages that teach.
//!
//! Each rule is one file here. A rule sees the tree as text, so its test is a tree of a few lines. What rustfmt and
//! clippy can say is left to them.

mod crate_edges;
mod decisions;
mod foreign_strings;
mod nouns;
mod ratchets;
mod rust_files;
mod rust_source;
#[cfg(test)]
mod tests;
mod tree;

use anyhow::bail;

use tree::Tree;

/// One broken rule: where, what, and what to do about it.
struct Finding {
    place: String,
    what: String,
    cure: String,
}

impl Finding {
    fn at_line(path: &str, line: usize, what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            place: format!("{path}:{line}"),
            what: what.into(),
            cure: cure.into(),
        }
    }

    fn in_file(path: &str, what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            place: path.to_owned(),
            what: what.into(),
            cure: cure.into(),
        }
    }
}

pub(crate) fn run(args: &[String]) -> anyhow::Result<()> {
    let record = match args {
        [] => false,
        [flag] if flag == "--record" => true,
        _ => bail!("usage: cargo xtask tidy [--record]"),
    };
    let root = crate::house::root()?;
    let mut tree = Tree::read(&root)?;
    if record {
        ratchets::record(&root, &tree)?;
        tree = Tree::read(&root)?;
    }
    let foreign = foreign_strings::of_this_machine(&root);
    let mut findings = Vec::new();
    findings.extend(crate_edges::check(&tree));
    findings.extend(rust_files::check(&tree));
    findings.extend(foreign_strings::check(&tree, &foreign));
    findings.extend(decisions::check(&tree));
    let ratchets = ratchets::check(&tree);
    findings.extend(ratchets.findings);
    for note in nouns::without_scenario(&tree).into_iter().chain(ratchets.notes) {
        println!("note: {note}");
    }
    for Finding { place, what, cure } in &findings {
        println!("{place}: {what}\n    {cure}");
    }
    match findings.len() {
        0 => {
            println!("tidy: {} files are in order", tree.files.len());
            Ok(())
        }
        count => bail!("tidy: {count} broken house rules, listed above (CONTRIBUTING.md has the reasons)"),
    }
}
