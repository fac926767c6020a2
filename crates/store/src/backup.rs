//! A backup: the whole store in one file, secrets too, as it was at one revision.
//!
//! SQLite copies within one read transaction, while the holder of the file goes on writing: every commit that was
//! acknowledged before is in it. The file gets its name only when it is whole, checked and on disk.

use std::path::{Path, PathBuf};

use adit_model::store::StoreError;
use adit_model::world::{Rev, World};

use crate::beside::{Draft, beside, free_beside, io, keep, remove_logs, sync_folder};
use crate::data_file::{self, Content, naming, read_only, sqlite};
use crate::lock::Lock;
use crate::{schema, upgrade};

/// What a backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    pub rev: Rev,
    pub resources: usize,
    /// Size of the file.
    pub bytes: u64,
}

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    pub summary: Summary,
    /// Where the store is that stood there before.
    pub kept: Option<PathBuf>,
}

/// Whether a file that is in the way is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InTheWay {
    Refuse,
    Replace,
}

/// Writes a backup of the store at `store`, whether or not a node has it open.
pub fn back_up(store: &Path, to: &Path, in_the_way: InTheWay) -> Result<Summary, StoreError> {
    if in_the_way == InTheWay::Refuse && to.exists() {
        return Err(StoreError::Io(format!(
            "`{}` exists, which is replaced only with --force",
            to.display()
        )));
    }
    if same(store, to) || beside(to, "-wal").exists() {
        return Err(StoreError::Io(format!(
            "`{}` is a store, not a backup: name another file",
            to.display()
        )));
    }
    data_file::check_header(store)?;
    let draft = Draft::of(to)?;
    copy(store, draft.path())?;
    let content = data_file::examine(draft.path())?;
    let summary = Summary::of(draft.path(), &content.world)?;
    draft.settle(to)?;
    Ok(summary)
}

/// Puts a backup in the place of the store at `store`, whose folder must exist. Refused while a node has it open. The
/// backup is checked whole before anything is touched, and a store that is replaced is kept beside.
pub fn restore(backup: &Path, store: &Path, in_the_way: InTheWay) -> Result<Restored, StoreError> {
    let Content { version, world } = data_file::examine(backup)?;
    let _lock = Lock::take(store)?;
    let occupied = data_file::is_occupied(store)?;
    if occupied && in_the_way == InTheWay::Refuse {
        return Err(StoreError::Io(format!(
            "`{}` holds data, which is replaced (and kept beside) only with --force",
            store.display()
        )));
    }
    let draft = Draft::of(store)?;
    copy(backup, draft.path())?;
    if version < schema::VERSION {
        upgrade::migrate(draft.path(), version)?;
    }
    let summary = Summary::of(draft.path(), &world)?;
    let kept = occupied.then(|| free_beside(store, "replaced"));
    if let Some(kept) = &kept {
        keep(store, kept)?;
    }
    // From here to the rename the old store's last commits are only in the copy that was kept.
    remove_logs(store)?;
    // The old log must be gone before the new file has its name.
    sync_folder(store)?;
    draft.settle(store)?;
    Ok(Restored { summary, kept })
}

/// Whether two paths lead to one file.
fn same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// What is committed, into an empty file, in one read transaction.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let Some(place) = to.to_str() else {
        return Err(StoreError::Io(format!("`{}` is no UTF-8", to.display())));
    };
    let connection = read_only(from)?;
    connection
        .execute("VACUUM INTO ?1", [place])
        .map_err(|error| naming(from, sqlite(error)))?;
    Ok(())
}

impl Summary {
    fn of(file: &Path, world: &World) -> Result<Self, StoreError> {
        let bytes = std::fs::metadata(file).map_err(|error| io(file, &error))?.len();
        Ok(Self {
            rev: world.rev,
            resources: world.resources().count(),
            bytes,
        })
    }
}

#[cfg(test)]
mod tests;
