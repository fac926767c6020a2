//! The tables, the marks by which the file is known as ours, and how older tables become today's.

use rusqlite::{Connection, Error, Transaction};

/// `Adit`, where SQLite keeps the mark of the application.
pub(crate) const APPLICATION: u32 = 0x4164_6974;
/// Of this version; kept in `user_version`. A change to the tables raises it and adds a step to [`migrate`].
pub(crate) const VERSION: u32 = 2;
/// How many revisions the change log reaches back.
pub(crate) const CHANGES_KEPT: u64 = 10_000;

const TABLES: &str = "
    CREATE TABLE meta (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        rev INTEGER NOT NULL
    ) STRICT;
    INSERT INTO meta (only, rev) VALUES (1, 0);
    CREATE TABLE resource (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        rev INTEGER NOT NULL,
        doc TEXT NOT NULL,
        PRIMARY KEY (kind, id)
    ) STRICT;
    CREATE TABLE secret (
        name TEXT PRIMARY KEY,
        value BLOB NOT NULL
    ) STRICT;
";

/// What became of a resource at a revision. Without rows of its own beside an index: a commit writes one page less.
const CHANGE: &str = "
    CREATE TABLE change (
        rev INTEGER NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        op TEXT NOT NULL CHECK (op IN ('put', 'delete')),
        PRIMARY KEY (rev, kind, id)
    ) STRICT, WITHOUT ROWID;
";

/// Makes an empty file ours. In the default journal mode, so that the marks are in the file itself and not in a log
/// beside it.
pub(crate) fn create(connection: &mut Connection) -> Result<(), Error> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.execute_batch(CHANGE)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

/// From an older version to this one, whole or not at all.
pub(crate) fn migrate(connection: &mut Connection, from: u32) -> Result<(), Error> {
    let transaction = connection.transaction()?;
    if from < 2 {
        rekey_changes(&transaction)?;
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

/// For every connection that writes: what is committed survives a loss of power.
pub(crate) fn configure(connection: &Connection) -> Result<(), Error> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "trusted_schema", false)
}

/// Version 1 had a row and an index entry for each change; of several to one resource at one revision the last counts.
fn rekey_changes(transaction: &Transaction<'_>) -> Result<(), Error> {
    transaction.execute_batch(
        "DROP INDEX change_by_rev;
         ALTER TABLE change RENAME TO change_1;",
    )?;
    transaction.execute_batch(CHANGE)?;
    transaction.execute_batch(
        "INSERT OR REPLACE INTO change (rev, kind, id, op)
             SELECT rev, kind, id, op FROM change_1 ORDER BY rowid;
         DROP TABLE change_1;",
    )
}
