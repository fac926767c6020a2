//! Words that belong to one machine and not to the project: paths of build machines, the hosts of the package
//! registries that a machine happens to use.
//!
//! Some paths are known beforehand because many build machines have them; the rest is learned from the machine that
//! runs the check, which is the one whose words are about to leak.

use std::path::Path;

use super::Finding;
use super::tree::{TextFile, Tree};

/// Homes and checkouts of build machines in general.
const MACHINE_PATHS: [&str; 5] = [
    "/home/runner/",
    "/github/workspace/",
    "/builds/",
    "/root/",
    "/Users/",
];
/// The one place that must spell them: this file and its tests.
const THIS_PLACE: &str = "xtask/src/tidy/";
/// Folders of every machine: a path that starts with one of them is nobody's secret.
const EVERYWHERE: [&str; 12] = [
    "bin", "dev", "etc", "home", "lib", "mnt", "opt", "proc", "run", "srv", "tmp", "usr",
];

pub(super) fn check(tree: &Tree, of_this_machine: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| is_ours(file)) {
        for (number, line) in file.text.lines().enumerate() {
            let general = MACHINE_PATHS.iter().copied().find(|path| names_path(line, path));
            let learned = of_this_machine
                .iter()
                .map(String::as_str)
                .find(|word| line.contains(*word));
            if let Some(word) = general.or(learned) {
                findings.push(Finding::at_line(
                    &file.path,
                    number + 1,
                    format!("`{word}` belongs to one machine"),
                    "use a path from the root of the repository, a temporary folder, or the tool's default registry",
                ));
            }
        }
    }
    findings
}

/// The checkout and the home of this machine, and the hosts of the registries it is configured with.
pub(super) fn of_this_machine(root: &Path) -> Vec<String> {
    let mut words = Vec::new();
    let parts: Vec<String> = root
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if let [_, first, _, ..] = parts.as_slice()
        && !EVERYWHERE.contains(&first.as_str())
    {
        words.push(format!("/{first}/"));
    }
    words.push(root.to_string_lossy().into_owned());
    let home = std::env::var("HOME").unwrap_or_default();
    if home.len() > 1 {
        words.push(format!("{}/", home.trim_end_matches('/')));
    }
    let mut settings: Vec<String> = std::env::vars()
        .filter(|(name, _)| {
            ["INDEX", "REGISTR", "PROXY"]
                .iter()
                .any(|word| name.to_uppercase().contains(word))
        })
        .map(|(_, value)| value)
        .collect();
    let files = [
        ".cargo/config.toml",
        ".cargo/config",
        ".config/pip/pip.conf",
        ".pip/pip.conf",
        ".npmrc",
        ".config/uv/uv.toml",
    ];
    settings.extend(
        files
            .iter()
            .filter_map(|file| std::fs::read_to_string(Path::new(&home).join(file)).ok()),
    );
    settings.extend(
        ["/etc/pip.conf", "/etc/npmrc"]
            .iter()
            .filter_map(|file| std::fs::read_to_string(file).ok()),
    );
    words.extend(settings.iter().flat_map(|text| hosts(text)));
    words.sort();
    words.dedup();
    words
}

fn hosts(settings: &str) -> Vec<String> {
    let after_scheme = settings.split("://").skip(1);
    let host = after_scheme.filter_map(|rest| {
        let authority = rest.split(['/', '"', '\'', ' ', '\n']).next()?;
        let host = authority.rsplit('@').next()?.split(':').next()?;
        // Names that the tree has its own reasons to write.
        let everyones = ["localhost", "github.com", "127.0.0.1"].contains(&host);
        (host.len() > 3 && !everyones).then(|| host.to_owned())
    });
    host.collect()
}

fn is_ours(file: &TextFile) -> bool {
    !file.path.starts_with("crates/wire/models/") && !file.path.starts_with(THIS_PLACE)
}

/// The path stands by itself, not as the tail of an address or of a longer path.
fn names_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line.get(..at).and_then(|head| head.chars().next_back());
        !before.is_some_and(|char| char.is_alphanumeric() || "._~-}*$".contains(char))
    })
}
