//! A file of an older version becomes one of this version, in one transaction, after a copy was put beside it.

use std::path::{Path, PathBuf};

use adit_model::store::StoreError;
use rusqlite::Connection;

use crate::backup::copy;
use crate::beside::{Draft, free_beside};
use crate::data_file::{naming, sqlite};
use crate::schema;

/// What was done to a file of an older version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgraded {
    pub from: u32,
    pub to: u32,
    /// The file as it was.
    pub kept: PathBuf,
}

pub(crate) fn upgrade(path: &Path, from: u32) -> Result<Upgraded, StoreError> {
    let kept = free_beside(path, &format!("version-{from}"));
    let draft = Draft::of(&kept)?;
    copy(path, draft.path())?;
    draft.settle(&kept)?;
    migrate(path, from)?;
    Ok(Upgraded {
        from,
        to: schema::VERSION,
        kept,
    })
}

/// Without a copy, for a file that is one.
pub(crate) fn migrate(path: &Path, from: u32) -> Result<(), StoreError> {
    let migrated = Connection::open(path).and_then(|mut connection| {
        connection.pragma_update(None, "synchronous", "FULL")?;
        schema::migrate(&mut connection, from)
    });
    migrated.map_err(|error| naming(path, sqlite(error)))
}

#[cfg(test)]
mod tests;
