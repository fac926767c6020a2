//! Files that stand beside another: half made, kept, or SQLite's own.
//!
//! What is written whole or not at all is written beside its place and renamed. All of them hold secrets: mode 0600.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use adit_model::store::StoreError;

/// What SQLite may leave beside a file.
const SQLITES: [&str; 3] = ["-journal", "-wal", "-shm"];

/// A file in the making; gone when it is dropped, unless it was settled.
#[derive(Debug)]
pub(crate) struct Draft {
    path: PathBuf,
    settled: bool,
}

impl Draft {
    /// Empty, beside the place that it is for.
    pub(crate) fn of(place: &Path) -> Result<Self, StoreError> {
        // Two processes may write drafts of one place.
        let draft = Self {
            path: beside(place, &format!(".{}.new", std::process::id())),
            settled: false,
        };
        draft.remove()?;
        private()
            .create_new(true)
            .open(&draft.path)
            .map_err(|error| io(&draft.path, &error))?;
        Ok(draft)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts it in its place, durably, and over what stands there.
    pub(crate) fn settle(mut self, place: &Path) -> Result<(), StoreError> {
        sync(&self.path)?;
        std::fs::rename(&self.path, place).map_err(|error| io(place, &error))?;
        self.settled = true;
        sync_folder(place)
    }

    fn remove(&self) -> Result<(), StoreError> {
        remove(&self.path)?;
        SQLITES
            .iter()
            .try_for_each(|ending| remove(&beside(&self.path, ending)))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.settled {
            // What cannot be removed is never mistaken for anything.
            let _ = self.remove();
        }
    }
}

pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    PathBuf::from(name)
}

/// A place beside the file that is free: `FILE.ending`, else with the first number that is.
pub(crate) fn free_beside(path: &Path, ending: &str) -> PathBuf {
    let first = beside(path, &format!(".{ending}"));
    let numbered = (2..).map(|n: u32| beside(path, &format!(".{ending}.{n}")));
    std::iter::once(first.clone())
        .chain(numbered)
        .find(|place| !place.exists())
        .unwrap_or(first)
}

/// Copies a file and what SQLite has yet to write into it, durably.
pub(crate) fn keep(path: &Path, place: &Path) -> Result<(), StoreError> {
    for ending in ["", "-wal"] {
        let (from, to) = (beside(path, ending), beside(place, ending));
        let mut source = match File::open(&from) {
            Ok(source) => source,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(io(&from, &error)),
        };
        let mut target = private()
            .create_new(true)
            .open(&to)
            .map_err(|error| io(&to, &error))?;
        std::io::copy(&mut source, &mut target).map_err(|error| io(&to, &error))?;
        target.sync_all().map_err(|error| io(&to, &error))?;
    }
    sync_folder(place)
}

/// Removes what SQLite has yet to write into a file that is about to be replaced: it would be written into the new one.
pub(crate) fn remove_logs(path: &Path) -> Result<(), StoreError> {
    SQLITES
        .iter()
        .try_for_each(|ending| remove(&beside(path, ending)))
}

pub(crate) fn io(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Io(format!("`{}`: {error}", path.display()))
}

/// SQLite gives its log and index files the mode of the file that they belong to.
pub(crate) fn private() -> OpenOptions {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Also what a crash left beside it, which SQLite takes up as it is.
pub(crate) fn restrict(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    for ending in ["", "-wal", "-shm"] {
        use std::os::unix::fs::PermissionsExt;
        let place = beside(path, ending);
        match std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o600)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(io(&place, &error)),
            _ => {}
        }
    }
    Ok(())
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(io(path, &error)),
        _ => Ok(()),
    }
}

fn sync(path: &Path) -> Result<(), StoreError> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|error| io(path, &error))
}

/// A rename is durable once its folder is.
pub(crate) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        sync(folder)?;
    }
    Ok(())
}
