//! Rows as a World.
//!
//! Each document is parsed where SQLite holds it. In one thread: most of the time goes into memory for what was parsed, and
//! a second thread's part of the heap grows page by page; two were no faster.

use std::path::Path;

use adit_model::store::StoreError;
use adit_model::world::{Change, Kind, Resource, Rev, World};
use rusqlite::{Connection, Row};

use crate::data_file::{read_only, sqlite};

/// All that is committed. `resource` and `meta` are the same in every version of the schema so far.
pub(crate) fn world(path: &Path) -> Result<World, StoreError> {
    let mut connection = read_only(path)?;
    let transaction = connection.transaction().map_err(sqlite)?;
    let mut world = World::default();
    world.rev = revision(&transaction)?;
    let mut statement = transaction
        .prepare("SELECT kind, id, doc FROM resource")
        .map_err(sqlite)?;
    let mut rows = statement.query([]).map_err(sqlite)?;
    while let Some(row) = rows.next().map_err(sqlite)? {
        world.apply(&Change::Put(resource(row)?));
    }
    Ok(world)
}

/// The number of the last commit.
pub(crate) fn revision(connection: &Connection) -> Result<Rev, StoreError> {
    let rev: i64 = connection
        .prepare_cached("SELECT rev FROM meta")
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
        .map_err(|error| match error {
            // A table without its row.
            rusqlite::Error::QueryReturnedNoRows => StoreError::Damaged("the revision is missing".to_owned()),
            other => sqlite(other),
        })?;
    u64::try_from(rev)
        .map(Rev)
        .map_err(|_| StoreError::Damaged(format!("revision {rev} is below zero")))
}

fn resource(row: &Row<'_>) -> Result<Resource, StoreError> {
    let text = |at| row.get_ref(at)?.as_str().map_err(rusqlite::Error::from);
    let columns = text(0).and_then(|kind| Ok((kind, text(1)?, text(2)?)));
    let (kind, id, document) = columns.map_err(|error| StoreError::Damaged(error.to_string()))?;
    let Some(known) = Kind::parse(kind) else {
        return Err(StoreError::Newer(format!(
            "it holds a `{kind}`, which this program does not know"
        )));
    };
    let resource = Resource::from_json(known, document)
        .map_err(|error| StoreError::Damaged(format!("{kind} `{id}` cannot be read: {error}")))?;
    if resource.key().id() != id {
        return Err(StoreError::Damaged(format!(
            "{kind} `{id}` is filed under another id"
        )));
    }
    Ok(resource)
}
