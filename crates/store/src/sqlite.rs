//! The World in one SQLite file.
//!
//! A commit is one transaction: the revision is compared, resources are written, the change log grows, the revision
//! moves. `synchronous=FULL` with a write-ahead log: one `fsync` a commit, and what was acknowledged is on disk.

use std::path::Path;

use adit_model::store::{Store, StoreError};
use adit_model::world::{Change, Kind, Resource, Rev, World};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::data_file::{self, Lock, sqlite};
use crate::schema;

/// Open as long as it lives; a second one for the same file is refused, in this process or another.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
    _lock: Lock,
}

impl SqliteStore {
    /// Opens the file, or makes it. Its folder must exist.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let lock = Lock::take(path)?;
        data_file::prepare(path)?;
        let connection = Connection::open(path).map_err(sqlite)?;
        schema::configure(&connection).map_err(sqlite)?;
        Ok(Self {
            connection,
            _lock: lock,
        })
    }

    /// What `put_secret` kept under this name.
    pub fn secret(&mut self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let query = "SELECT value FROM secret WHERE name = ?1";
        self.connection
            .query_row(query, [name], |row| row.get(0))
            .optional()
            .map_err(sqlite)
    }

    /// Keeps bytes that are no resource, such as Adit's authority; they replace those of the same name. Durable on
    /// return, and no revision of the World.
    pub fn put_secret(&mut self, name: &str, value: &[u8]) -> Result<(), StoreError> {
        self.put_secrets(&[(name, value)])
    }

    /// Several that belong together, all or none.
    pub fn put_secrets(&mut self, secrets: &[(&str, &[u8])]) -> Result<(), StoreError> {
        let put = "INSERT INTO secret (name, value) VALUES (?1, ?2)
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let transaction = self.write()?;
        for secret in secrets {
            transaction.execute(put, *secret).map_err(sqlite)?;
        }
        transaction.commit().map_err(sqlite)
    }

    fn write(&mut self) -> Result<Transaction<'_>, StoreError> {
        self.connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(sqlite)
    }
}

impl Store for SqliteStore {
    fn load(&mut self) -> Result<World, StoreError> {
        let transaction = self.connection.transaction().map_err(sqlite)?;
        let mut world = World {
            rev: revision(&transaction)?,
            ..World::default()
        };
        let query = "SELECT kind, id, doc FROM resource";
        let mut statement = transaction.prepare(query).map_err(sqlite)?;
        let mut rows = statement.query([]).map_err(sqlite)?;
        while let Some(row) = rows.next().map_err(sqlite)? {
            let kind: String = row.get(0).map_err(sqlite)?;
            let id: String = row.get(1).map_err(sqlite)?;
            let document: String = row.get(2).map_err(sqlite)?;
            world.apply(&Change::Put(resource(&kind, &id, &document)?));
        }
        Ok(world)
    }

    fn commit(&mut self, expected: Rev, changes: &[Change]) -> Result<Rev, StoreError> {
        let transaction = self.write()?;
        let actual = revision(&transaction)?;
        if actual != expected {
            return Err(StoreError::Conflict { expected, actual });
        }
        let next = expected.next();
        let rev = number(next)?;
        for change in changes {
            write_change(&transaction, rev, change)?;
        }
        let forget = rev.saturating_sub_unsigned(schema::CHANGES_KEPT);
        transaction
            .execute("DELETE FROM change WHERE rev <= ?1", [forget])
            .map_err(sqlite)?;
        transaction
            .execute("UPDATE meta SET rev = ?1", [rev])
            .map_err(sqlite)?;
        transaction.commit().map_err(sqlite)?;
        Ok(next)
    }
}

fn write_change(transaction: &Transaction<'_>, rev: i64, change: &Change) -> Result<(), StoreError> {
    const PUT: &str = "INSERT INTO resource (kind, id, rev, doc) VALUES (?1, ?2, ?3, ?4)
                       ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev, doc = excluded.doc";
    const DELETE: &str = "DELETE FROM resource WHERE kind = ?1 AND id = ?2";
    const LOG: &str = "INSERT INTO change (rev, kind, id, op) VALUES (?1, ?2, ?3, ?4)";
    let key = change.key();
    let (kind, id) = (key.kind().name(), key.id());
    let prepared = |sql| transaction.prepare_cached(sql).map_err(sqlite);
    let op = match change {
        Change::Put(resource) => {
            let unwritable = |error| StoreError::Io(format!("{kind} `{id}` cannot be written: {error}"));
            let document = resource.to_json().map_err(unwritable)?;
            prepared(PUT)?
                .execute((kind, id, rev, document))
                .map_err(sqlite)?;
            "put"
        }
        Change::Delete(_) => {
            prepared(DELETE)?.execute((kind, id)).map_err(sqlite)?;
            "delete"
        }
    };
    prepared(LOG)?.execute((rev, kind, id, op)).map_err(sqlite)?;
    Ok(())
}

fn revision(connection: &Connection) -> Result<Rev, StoreError> {
    let rev: i64 = connection
        .query_row("SELECT rev FROM meta", [], |row| row.get(0))
        .map_err(sqlite)?;
    u64::try_from(rev)
        .map(Rev)
        .map_err(|_| StoreError::Damaged(format!("revision {rev} is below zero")))
}

fn number(rev: Rev) -> Result<i64, StoreError> {
    i64::try_from(rev.0).map_err(|_| StoreError::Io(format!("revision {rev} is out of range")))
}

fn resource(kind: &str, id: &str, document: &str) -> Result<Resource, StoreError> {
    let Some(known) = Kind::parse(kind) else {
        return Err(StoreError::Newer(format!("it holds a `{kind}`")));
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

#[cfg(test)]
mod tests;
