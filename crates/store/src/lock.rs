//! One process a data file: a lock on a file beside it.
//!
//! Beside, since SQLite closes and reopens the data file as it likes. Readers such as a backup take no lock: SQLite lets them
//! look on while the holder writes.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use adit_model::store::StoreError;

use crate::beside::{beside, io, private};

/// Held as long as the store is open; the operating system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    pub(crate) fn take(path: &Path) -> Result<Self, StoreError> {
        let place = beside(path, ".lock");
        let mut options = private();
        let mut file = options
            .read(true)
            .create(true)
            .truncate(false)
            .open(&place)
            .map_err(|e| io(&place, &e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(taken(path, &mut file)),
            Err(TryLockError::Error(error)) => return Err(io(&place, &error)),
        }
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| write!(file, "{}", std::process::id()));
        written.map_err(|error| io(&place, &error))?;
        Ok(Self { _file: file })
    }
}

fn taken(path: &Path, file: &mut File) -> StoreError {
    let mut holder = String::new();
    // The holder's id is a courtesy: without it the error is as true.
    let _ = file.take(20).read_to_string(&mut holder);
    let holder = match holder.trim() {
        "" => "unknown",
        id => id,
    };
    StoreError::Io(format!(
        "`{}` is in use by another process (id {holder})",
        path.display()
    ))
}
