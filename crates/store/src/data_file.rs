//! The file before SQLite writes to it: whose it is, whether it is whole, what it holds.
//!
//! Read first as bytes, then through read-only connections: a file that is not ours, or damaged in any document, must not
//! get so much as a new journal mode. A new file is made beside its place and renamed, so that a crash leaves none half
//! made.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use adit_model::World;
use adit_model::store::StoreError;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::beside::{Draft, beside, io};
use crate::{load, schema};

/// What a file of ours holds.
pub(crate) struct Content {
    pub(crate) version: u32,
    pub(crate) world: World,
}

/// Whether something is there that would be lost if another file took its place.
pub(crate) fn is_occupied(path: &Path) -> Result<bool, StoreError> {
    match std::fs::metadata(path) {
        Ok(found) => Ok(found.len() > 0 || beside(path, "-wal").exists()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(io(path, &error)),
    }
}

pub(crate) fn create(path: &Path) -> Result<(), StoreError> {
    let draft = Draft::of(path)?;
    let mut connection = Connection::open(draft.path()).map_err(sqlite)?;
    schema::create(&mut connection).map_err(sqlite)?;
    connection.close().map_err(|(_, error)| sqlite(error))?;
    draft.settle(path)
}

/// Reads all of it and writes nothing. Errors name the file.
pub(crate) fn examine(path: &Path) -> Result<Content, StoreError> {
    check_header(path)?;
    let of_file = |error| naming(path, error);
    let version = version(path).map_err(of_file)?;
    check_version(path, version)?;
    // Two readers of one file: the check of its pages, and the documents.
    let (pages, world) = std::thread::scope(|scope| {
        let pages = scope.spawn(|| check_pages(path));
        let world = load::world(path);
        (pages.join(), world)
    });
    pages
        .map_err(|_| StoreError::Io("the check of its pages broke off".to_owned()))
        .flatten()
        .map_err(of_file)?;
    let world = world.map_err(of_file)?;
    Ok(Content { version, world })
}

pub(crate) fn read_only(path: &Path) -> Result<Connection, StoreError> {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(sqlite)
}

/// Whether it is a store of Adit's that this program can read, by its first bytes (SQLite's file format, 1.3: the magic,
/// `user_version` at 60, `application_id` at 68).
pub(crate) fn check_header(path: &Path) -> Result<(), StoreError> {
    let mut header = Vec::new();
    File::open(path)
        .and_then(|file| file.take(100).read_to_end(&mut header))
        .map_err(|error| io(path, &error))?;
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

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err hands over")]
pub(crate) fn sqlite(error: rusqlite::Error) -> StoreError {
    let why = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => StoreError::Damaged(why),
        _ => StoreError::Io(why),
    }
}

/// The error with the file's name in front.
pub(crate) fn naming(path: &Path, error: StoreError) -> StoreError {
    let named = |why: String| format!("`{}`: {why}", path.display());
    match error {
        StoreError::Damaged(why) => StoreError::Damaged(named(why)),
        StoreError::Newer(what) => StoreError::Newer(named(what)),
        StoreError::Io(why) => StoreError::Io(named(why)),
        conflict @ StoreError::Conflict { .. } => conflict,
    }
}

/// What is still in the write-ahead log counts too.
fn version(path: &Path) -> Result<u32, StoreError> {
    read_only(path)?
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(sqlite)
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

fn check_pages(path: &Path) -> Result<(), StoreError> {
    let connection = read_only(path)?;
    let found: String = connection
        .pragma_query_value(None, "quick_check", |row| row.get(0))
        .map_err(sqlite)?;
    if found != "ok" {
        return Err(StoreError::Damaged(found.replace('\n', "; ")));
    }
    match connection.query_row("SELECT count(*) FROM meta WHERE only = 1", [], |row| row.get(0)) {
        Ok(1) => Ok(()),
        Ok(_) => Err(StoreError::Damaged("the revision is missing".to_owned())),
        Err(error) => Err(StoreError::Damaged(error.to_string())),
    }
}
