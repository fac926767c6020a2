//! The durable World: one SQLite file, every commit on disk before it is acknowledged.
//!
//! SQLite because one file holds the World, the revision and the secrets in one transaction, and an operator can read
//! it with `sqlite3` while Adit runs. Reads do not matter: the World is loaded once and served from memory, the file is
//! the log of truth.
//!
//! The file is only Adit's: mode 0600 (it holds private keys), locked against a second process, and left untouched when
//! it is foreign, damaged or of a newer version. One of an older version is upgraded, and a copy kept. Left out: several
//! nodes, for which another `Store` would stand beside this one; encryption of the secrets, which would only move the
//! question to where the key lies.

mod backup;
mod beside;
mod data_file;
mod load;
mod lock;
mod schema;
mod sqlite;
mod upgrade;

pub use self::backup::{InTheWay, Restored, Summary, back_up, restore};
pub use self::sqlite::SqliteStore;
pub use self::upgrade::Upgraded;
