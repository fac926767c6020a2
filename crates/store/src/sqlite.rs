//! The World in one SQLite file.
//!
//! A commit is one transaction: the revision is compared, resources are written, the change log grows, the revision
//! moves. `synchronous=FULL` with a write-ahead log: one sync of the log a commit, and what was acknowledged is on disk.

use std::path::{Path, PathBuf};

use adit_model::store::{Store, StoreError};
use adit_model::world::{Change, Rev, World};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::beside::restrict;
use crate::data_file::{self, naming, sqlite};
use crate::load::{self, revision};
use crate::lock::Lock;
use crate::schema;
use crate::upgrade::{Upgraded, upgrade};

/// Open as long as it lives; a second one for the same file is refused, in this process or another.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
    path: PathBuf,
    upgraded: Option<Upgraded>,
    /// As it was found, until somebody asks for it.
    found: Option<World>,
    _lock: Lock,
}

impl SqliteStore {
    /// Opens the file, or makes it. Its folder must exist. The file is read whole before anything is written to it; one of
    /// an older version is then upgraded, after a copy was put beside it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let lock = Lock::take(path)?;
        let (mut found, mut upgraded) = (World::default(), None);
        if data_file::is_occupied(path)? {
            let content = data_file::examine(path)?;
            restrict(path)?;
            if content.version < schema::VERSION {
                upgraded = Some(upgrade(path, content.version)?);
            }
            found = content.world;
        } else {
            data_file::create(path)?;
        }
        let connection = Connection::open(path).map_err(|error| naming(path, sqlite(error)))?;
        schema::configure(&connection).map_err(|error| naming(path, sqlite(error)))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            upgraded,
            found: Some(found),
            _lock: lock,
        })
    }

    /// What opening it did to a file of an older version.
    pub fn upgraded(&self) -> Option<&Upgraded> {
        self.upgraded.as_ref()
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

    fn try_commit(&mut self, expected: Rev, changes: &[Change]) -> Result<Rev, StoreError> {
        // The transaction that waits for the disk has nothing else to do.
        let documents: Vec<Option<String>> = changes.iter().map(document).collect::<Result<_, _>>()?;
        let transaction = self.write()?;
        let actual = revision(&transaction)?;
        if actual != expected {
            return Err(StoreError::Conflict { expected, actual });
        }
        let next = expected.next();
        let rev = number(next)?;
        for (change, document) in changes.iter().zip(&documents) {
            write_change(&transaction, rev, change, document.as_deref())?;
        }
        let forget = rev.saturating_sub_unsigned(schema::CHANGES_KEPT);
        execute(&transaction, "DELETE FROM change WHERE rev <= ?1", [forget])?;
        execute(&transaction, "UPDATE meta SET rev = ?1", [rev])?;
        transaction.commit().map_err(sqlite)?;
        Ok(next)
    }
}

impl Store for SqliteStore {
    fn load(&mut self) -> Result<World, StoreError> {
        match self.found.take() {
            Some(world) => Ok(world),
            None => load::world(&self.path).map_err(|error| naming(&self.path, error)),
        }
    }

    fn commit(&mut self, expected: Rev, changes: &[Change]) -> Result<Rev, StoreError> {
        self.found = None;
        self.try_commit(expected, changes)
    }
}

fn document(change: &Change) -> Result<Option<String>, StoreError> {
    let Change::Put(resource) = change else {
        return Ok(None);
    };
    resource.to_json().map(Some).map_err(|error| {
        let key = resource.key();
        StoreError::Io(format!(
            "{} `{}` cannot be written: {error}",
            key.kind().name(),
            key.id()
        ))
    })
}

fn write_change(
    transaction: &Transaction<'_>,
    rev: i64,
    change: &Change,
    document: Option<&str>,
) -> Result<(), StoreError> {
    const PUT: &str = "INSERT INTO resource (kind, id, rev, doc) VALUES (?1, ?2, ?3, ?4)
                       ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev, doc = excluded.doc";
    const DELETE: &str = "DELETE FROM resource WHERE kind = ?1 AND id = ?2";
    // Calls that were committed together may have changed one resource twice.
    const LOG: &str = "INSERT OR REPLACE INTO change (rev, kind, id, op) VALUES (?1, ?2, ?3, ?4)";
    let key = change.key();
    let (kind, id) = (key.kind().name(), key.id());
    let op = if let Some(document) = document {
        execute(transaction, PUT, (kind, id, rev, document))?;
        "put"
    } else {
        execute(transaction, DELETE, (kind, id))?;
        "delete"
    };
    execute(transaction, LOG, (rev, kind, id, op))
}

fn execute(
    transaction: &Transaction<'_>,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute(parameters))
        .map(drop)
        .map_err(sqlite)
}

fn number(rev: Rev) -> Result<i64, StoreError> {
    i64::try_from(rev.0).map_err(|_| StoreError::Io(format!("revision {rev} is out of range")))
}

#[cfg(test)]
mod tests;
