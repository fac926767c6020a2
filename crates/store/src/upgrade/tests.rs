//! Version 1, as the first release wrote it, becomes today's; nothing is lost, and the file as it was is kept.

use std::fs;
use std::path::Path;

use adit_model::store::Store;
use adit_model::world::{Kind, Rev};
use tempfile::TempDir;

use super::*;
use crate::SqliteStore;

const VERSION_1: &str = include_str!("../../fixtures/version_1.sql");

fn old(folder: &TempDir) -> PathBuf {
    let file = folder.path().join("adit.db");
    let connection = Connection::open(&file).unwrap();
    connection.execute_batch(VERSION_1).unwrap();
    connection.close().unwrap();
    file
}

fn rows(file: &Path, query: &str) -> Vec<Vec<String>> {
    let connection = Connection::open(file).unwrap();
    let mut statement = connection.prepare(query).unwrap();
    let columns = statement.column_count();
    let text = |row: &rusqlite::Row<'_>, at| match row.get_unwrap::<_, rusqlite::types::Value>(at) {
        rusqlite::types::Value::Integer(n) => n.to_string(),
        rusqlite::types::Value::Text(text) => text,
        other => format!("{other:?}"),
    };
    let found = statement
        .query_map([], |row| Ok((0..columns).map(|at| text(row, at)).collect()))
        .unwrap();
    found.map(Result::unwrap).collect()
}

#[test]
fn every_document_of_version_1_is_still_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = old(&folder);
    let before = rows(&file, "SELECT kind, id, doc FROM resource ORDER BY kind, id");
    let changes = rows(
        &file,
        "SELECT rev, kind, id, op FROM change ORDER BY rev, kind, id",
    );
    let mut store = SqliteStore::open(&file).unwrap();
    let world = store.load().unwrap();
    assert_eq!((world.rev, world.resources().count()), (Rev(52), before.len()));
    let mut kinds: Vec<Kind> = world.resources().map(|resource| resource.key().kind()).collect();
    kinds.dedup();
    assert_eq!(kinds.len(), 21, "one of each kind that version 1 had: {kinds:?}");

    let upgraded = store.upgraded().unwrap().clone();
    assert_eq!((upgraded.from, upgraded.to), (1, schema::VERSION));
    assert_eq!(
        store.secret("authority.key").unwrap().as_deref(),
        Some(&b"key"[..])
    );
    assert_eq!(store.commit(Rev(52), &[]), Ok(Rev(53)));
    drop(store);
    assert_eq!(
        rows(&file, "SELECT kind, id, doc FROM resource ORDER BY kind, id"),
        before
    );
    assert_eq!(
        rows(
            &file,
            "SELECT rev, kind, id, op FROM change ORDER BY rev, kind, id"
        ),
        changes
    );
    assert_eq!(rows(&file, "PRAGMA user_version"), [["2"]]);
    assert_eq!(rows(&file, "PRAGMA integrity_check"), [["ok"]]);

    assert_eq!(rows(&upgraded.kept, "PRAGMA user_version"), [["1"]]);
    assert_eq!(
        rows(
            &upgraded.kept,
            "SELECT kind, id, doc FROM resource ORDER BY kind, id"
        ),
        before
    );
    let mut again = SqliteStore::open(&file).unwrap();
    assert_eq!(again.upgraded(), None);
    assert_eq!(again.load().unwrap().rev, Rev(53));
}

#[test]
fn the_copy_of_an_earlier_upgrade_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = old(&folder);
    let first = SqliteStore::open(&file).unwrap().upgraded().unwrap().kept.clone();
    let kept = fs::read(&first).unwrap();
    fs::remove_file(&file).unwrap();
    old(&folder);
    let second = SqliteStore::open(&file).unwrap().upgraded().unwrap().kept.clone();
    assert_ne!(first, second);
    assert_eq!(fs::read(&first).unwrap(), kept);
}

#[test]
fn a_failed_upgrade_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = old(&folder);
    let connection = Connection::open(&file).unwrap();
    connection.execute_batch("DROP INDEX change_by_rev").unwrap();
    connection.close().unwrap();
    let before = fs::read(&file).unwrap();
    let error = SqliteStore::open(&file).unwrap_err();
    assert!(error.to_string().contains("adit.db"), "{error}");
    assert!(fs::read(&file).unwrap() == before, "the file was touched");
}

#[test]
fn what_is_damaged_in_an_old_file_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = old(&folder);
    let connection = Connection::open(&file).unwrap();
    connection
        .execute_batch("UPDATE resource SET doc = '{}' WHERE kind = 'Vpc'")
        .unwrap();
    connection.close().unwrap();
    let before = fs::read(&file).unwrap();
    let error = SqliteStore::open(&file).unwrap_err();
    assert!(
        matches!(&error, StoreError::Damaged(why) if why.contains("Vpc `vpc-")),
        "{error}"
    );
    assert!(fs::read(&file).unwrap() == before, "the file was touched");
    assert!(!folder.path().join("adit.db.version-1").exists());
}
