//! The tree as text: every UTF-8 file of the clone that people write.
//!
//! Left out: build output, hidden folders except those that hold our own settings, binary files, and files too big
//! to have been written by hand (distilled models).

use std::path::Path;

use anyhow::Context;

const LEFT_OUT: [&str; 4] = ["target", "__pycache__", "node_modules", "venv"];
const HIDDEN_BUT_OURS: [&str; 3] = [".ci", ".cargo", ".github"];
const WRITTEN_BY_HAND: u64 = 400_000;

pub(super) struct Tree {
    pub(super) files: Vec<TextFile>,
}

pub(super) struct TextFile {
    /// From the root, with `/` between the parts.
    pub(super) path: String,
    pub(super) text: String,
}

impl Tree {
    pub(super) fn read(root: &Path) -> anyhow::Result<Self> {
        let mut files = Vec::new();
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            let entries = std::fs::read_dir(&folder).with_context(|| format!("`{}`", folder.display()))?;
            for entry in entries {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    let hidden = name.starts_with('.') && !HIDDEN_BUT_OURS.contains(&name.as_str());
                    if !hidden && !LEFT_OUT.contains(&name.as_str()) {
                        folders.push(entry.path());
                    }
                } else if kind.is_file() && entry.metadata()?.len() <= WRITTEN_BY_HAND {
                    let Ok(text) = std::fs::read_to_string(entry.path()) else {
                        continue;
                    };
                    let path = entry.path();
                    let path = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                    files.push(TextFile { path, text });
                }
            }
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Self { files })
    }

    pub(super) fn rust(&self) -> impl Iterator<Item = &TextFile> {
        self.files.iter().filter(|file| file.path.ends_with(".rs"))
    }

    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.text.as_str())
    }

    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| TextFile {
            path: (*path).into(),
            text: (*text).into(),
        };
        Self {
            files: files.iter().map(file).collect(),
        }
    }
}

impl TextFile {
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    pub(super) fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// Written by a program: says so in its first lines, as the tools of the field do.
    pub(super) fn is_generated(&self) -> bool {
        self.text
            .lines()
            .take(5)
            .any(|line| line.starts_with("//") && line.contains("@generated"))
    }

    pub(super) fn is_tests(&self) -> bool {
        self.name() == "tests.rs" || self.path.contains("/tests/")
    }
}
