//! docs/decisions: `NNNN-title.md`, from 0001, without gap and without double, so that a number cited in code always
//! leads to one note.

use super::Finding;
use super::tree::Tree;

const FOLDER: &str = "docs/decisions/";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut expected = 1_usize;
    for file in tree
        .files
        .iter()
        .filter(|file| file.path.starts_with(FOLDER) && file.name() != "README.md")
    {
        let number = file.name().split('-').next().filter(|digits| digits.len() == 4);
        match number.and_then(|digits| digits.parse::<usize>().ok()) {
            None => findings.push(Finding::in_file(
                &file.path,
                "a decision note is named NNNN-title.md",
                format!("the next free number is after {:04}", expected.saturating_sub(1)),
            )),
            Some(number) if number == expected => expected += 1,
            Some(number) => {
                findings.push(Finding::in_file(
                    &file.path,
                    format!("number {number:04} where {expected:04} should be"),
                    "notes are numbered without gaps or doubles: renumber the newest one",
                ));
                expected = number + 1;
            }
        }
    }
    findings
}
