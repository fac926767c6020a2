//! The tables, and the marks by which the file is known as ours.

use rusqlite::{Connection, Error};

/// `Adit`, where SQLite keeps the mark of the application.
pub(crate) const APPLICATION: u32 = 0x4164_6974;
/// Of this version; kept in `user_version`. A change to the tables raises it and adds a migration.
pub(crate) const VERSION: u32 = 1;
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
    CREATE TABLE change (
        rev INTEGER NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        op TEXT NOT NULL CHECK (op IN ('put', 'delete'))
    ) STRICT;
    CREATE INDEX change_by_rev ON change (rev);
    CREATE TABLE secret (
        name TEXT PRIMARY KEY,
        value BLOB NOT NULL
    ) STRICT;
";

/// Makes an empty file ours. In the default journal mode, so that the marks are in the file itself and not in a log
/// beside it.
pub(crate) fn create(connection: &mut Connection) -> Result<(), Error> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

/// For every connection that writes: what is committed survives a loss of power.
pub(crate) fn configure(connection: &Connection) -> Result<(), Error> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "trusted_schema", false)
}
