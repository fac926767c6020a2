//! The file before SQLite writes to it: whose it is, whether it is whole, who else uses it.
//!
//! Read first as bytes, then through a read-only connection: a file that is not ours must not get so much as a new
//! journal mode. A new file is made beside its place and renamed, so that a crash leaves none half made.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use adit_model::store::StoreError;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::schema;

/// Held as long as the store is open; the operating system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Beside the file, since SQLite closes and reopens the file as it likes.
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
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // The holder's id is a courtesy: without it the error is as true.
                let _ = (&mut file).take(20).read_to_string(&mut holder);
                return Err(StoreError::Io(format!(
                    "`{}` is in use by another process (id {})",
                    path.display(),
                    if holder.trim().is_empty() {
                        "unknown"
                    } else {
                        holder.trim()
                    }
                )));
            }
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

/// Sees to it that the file exists, is ours, whole, and readable by nobody else.
pub(crate) fn prepare(path: &Path) -> Result<(), StoreError> {
    let mut header = Vec::new();
    match File::open(path) {
        Ok(file) => {
            file.take(100)
                .read_to_end(&mut header)
                .map_err(|error| io(path, &error))?;
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return create(path),
        Err(error) => return Err(io(path, &error)),
    }
    if header.is_empty() && !beside(path, "-wal").exists() {
        return create(path);
    }
    check_header(path, &header)?;
    restrict(path)?;
    check_content(path)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err hands over")]
pub(crate) fn sqlite(error: rusqlite::Error) -> StoreError {
    let why = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => StoreError::Damaged(why),
        _ => StoreError::Io(why),
    }
}

fn create(path: &Path) -> Result<(), StoreError> {
    let new = beside(path, ".new");
    for left in [new.clone(), beside(&new, "-journal")] {
        match std::fs::remove_file(&left) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(io(&left, &error)),
            _ => {}
        }
    }
    private()
        .create_new(true)
        .open(&new)
        .map_err(|error| io(&new, &error))?;
    let mut connection = Connection::open(&new).map_err(sqlite)?;
    schema::create(&mut connection).map_err(sqlite)?;
    connection.close().map_err(|(_, error)| sqlite(error))?;
    std::fs::rename(&new, path).map_err(|error| io(path, &error))?;
    sync_folder(path)
}

/// SQLite's header (file format, 1.3): the magic, `user_version` at 60, `application_id` at 68.
fn check_header(path: &Path, header: &[u8]) -> Result<(), StoreError> {
    let number = |from: usize| {
        let bytes = header.get(from..from + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    if !header.starts_with(b"SQLite format 3\0") || number(68) != Some(schema::APPLICATION) {
        return Err(StoreError::Damaged(format!(
            "`{}` is not a store of Adit's",
            path.display()
        )));
    }
    check_version(path, number(60).unwrap_or_default())
}

fn check_version(path: &Path, version: u32) -> Result<(), StoreError> {
    if version > schema::VERSION {
        return Err(StoreError::Newer(format!(
            "`{}` has version {version}, this program knows {}",
            path.display(),
            schema::VERSION
        )));
    }
    Ok(())
}

fn check_content(path: &Path) -> Result<(), StoreError> {
    let damaged = |why: &dyn std::fmt::Display| StoreError::Damaged(format!("`{}`: {why}", path.display()));
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(sqlite)?;
    let read = |error: rusqlite::Error| match sqlite(error) {
        StoreError::Damaged(why) => damaged(&why),
        other => other,
    };
    // What is still in the write-ahead log counts too.
    let version: u32 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(read)?;
    check_version(path, version)?;
    let found: String = connection
        .pragma_query_value(None, "quick_check", |row| row.get(0))
        .map_err(read)?;
    if found != "ok" {
        return Err(damaged(&found));
    }
    let rows = "SELECT count(*) FROM meta WHERE only = 1";
    match connection.query_row(rows, [], |row| row.get(0)) {
        Ok(1) => Ok(()),
        Ok(_) => Err(damaged(&"the revision is missing")),
        Err(error) => Err(damaged(&error)),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    PathBuf::from(name)
}

fn io(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Io(format!("`{}`: {error}", path.display()))
}

/// SQLite gives its log and index files the mode of the file that they belong to.
fn private() -> OpenOptions {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Also what a crash left beside it, which SQLite takes up as it is.
fn restrict(path: &Path) -> Result<(), StoreError> {
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

/// A rename is durable once its folder is.
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| io(folder, &error))?;
    }
    Ok(())
}
