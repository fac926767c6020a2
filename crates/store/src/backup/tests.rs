//! A backup has what was committed; a restore is whole or not at all, and loses nothing that stood in its place.

use std::fs;

use adit_model::binding::Binding;
use adit_model::id::DnsName;
use adit_model::store::Store;
use adit_model::world::{Change, Entity};
use tempfile::TempDir;

use super::*;
use crate::SqliteStore;

fn put(name: &str) -> Change {
    let id = DnsName::of(name).unwrap();
    let address = ([127, 0, 0, 1], 1).into();
    Change::Put(Binding { id, address }.wrap())
}

fn names(store: &mut SqliteStore) -> Vec<String> {
    let world = store.load().unwrap();
    world.bindings.iter().map(|b| b.id.to_string()).collect()
}

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn store(&self, resources: &[&str]) -> SqliteStore {
        let mut store = SqliteStore::open(&self.file("adit.db")).unwrap();
        for (rev, name) in (0..).zip(resources) {
            store.commit(Rev(rev), &[put(name)]).unwrap();
        }
        store
    }

    fn listing(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn a_backup_of_an_open_store_is_restored_elsewhere() {
    let (here, there) = (Place::new(), Place::new());
    let mut store = here.store(&["a.example", "b.example"]);
    store.put_secret("key", b"bytes").unwrap();
    let backup = here.file("backup");
    let summary = back_up(&here.file("adit.db"), &backup, InTheWay::Refuse).unwrap();
    assert_eq!((summary.rev, summary.resources), (Rev(2), 2));
    assert_eq!(summary.bytes, fs::metadata(&backup).unwrap().len());
    store.commit(Rev(2), &[put("c.example")]).unwrap();

    let restored = restore(&backup, &there.file("adit.db"), InTheWay::Refuse).unwrap();
    assert_eq!(restored.kept, None);
    let mut store = SqliteStore::open(&there.file("adit.db")).unwrap();
    assert_eq!(names(&mut store), ["a.example", "b.example"]);
    assert_eq!(store.secret("key").unwrap().as_deref(), Some(&b"bytes"[..]));
    assert_eq!(store.commit(Rev(2), &[put("d.example")]), Ok(Rev(3)));
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_a_backup() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let _store = place.store(&["a.example"]);
    back_up(&place.file("adit.db"), &place.file("backup"), InTheWay::Refuse).unwrap();
    let mode = fs::metadata(place.file("backup")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(!place.listing().iter().any(|name| name.ends_with(".new")));
}

#[test]
fn a_file_in_the_way_is_replaced_only_when_asked() {
    let place = Place::new();
    let _store = place.store(&["a.example"]);
    fs::write(place.file("backup"), "mine").unwrap();
    assert!(back_up(&place.file("adit.db"), &place.file("backup"), InTheWay::Refuse).is_err());
    assert_eq!(fs::read(place.file("backup")).unwrap(), b"mine");
    back_up(&place.file("adit.db"), &place.file("backup"), InTheWay::Replace).unwrap();
    data_file::examine(&place.file("backup")).unwrap();
}

#[test]
fn a_restore_over_data_keeps_it_with_its_log() {
    let (here, there) = (Place::new(), Place::new());
    drop(here.store(&["a.example"]));
    let store = there.store(&["x.example", "y.example"]);
    let refused = restore(&here.file("adit.db"), &there.file("adit.db"), InTheWay::Replace).unwrap_err();
    assert!(
        refused.to_string().contains("in use by another process"),
        "{refused}"
    );
    // As after a crash: the log is not yet in the file.
    for ending in ["", "-wal"] {
        fs::copy(
            there.file(&format!("adit.db{ending}")),
            there.file(&format!("crashed{ending}")),
        )
        .unwrap();
    }
    drop(store);
    for ending in ["", "-wal"] {
        fs::rename(
            there.file(&format!("crashed{ending}")),
            there.file(&format!("adit.db{ending}")),
        )
        .unwrap();
    }
    assert!(restore(&here.file("adit.db"), &there.file("adit.db"), InTheWay::Refuse).is_err());
    let restored = restore(&here.file("adit.db"), &there.file("adit.db"), InTheWay::Replace).unwrap();
    assert_eq!(restored.summary.rev, Rev(1));
    assert_eq!(
        names(&mut SqliteStore::open(&there.file("adit.db")).unwrap()),
        ["a.example"]
    );
    let kept = restored.kept.unwrap();
    assert_eq!(
        names(&mut SqliteStore::open(&kept).unwrap()),
        ["x.example", "y.example"]
    );
}

#[test]
fn a_damaged_backup_touches_nothing() {
    let (here, there) = (Place::new(), Place::new());
    drop(here.store(&["a.example"]));
    drop(there.store(&["x.example"]));
    let whole = fs::read(here.file("adit.db")).unwrap();
    let before = (fs::read(there.file("adit.db")).unwrap(), there.listing());
    for (name, bytes) in [
        ("empty", Vec::new()),
        ("text", b"no backup ".repeat(500)),
        ("short", whole[..whole.len() / 2].to_vec()),
    ] {
        fs::write(here.file(name), bytes).unwrap();
        let error = restore(&here.file(name), &there.file("adit.db"), InTheWay::Replace).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
    }
    assert!(restore(&here.file("none"), &there.file("adit.db"), InTheWay::Replace).is_err());
    assert!((fs::read(there.file("adit.db")).unwrap(), there.listing()) == before);
}

#[test]
fn a_backup_of_version_1_is_restored_as_todays() {
    let place = Place::new();
    let connection = rusqlite::Connection::open(place.file("old")).unwrap();
    connection
        .execute_batch(include_str!("../../fixtures/version_1.sql"))
        .unwrap();
    connection.close().unwrap();
    let restored = restore(&place.file("old"), &place.file("adit.db"), InTheWay::Refuse).unwrap();
    assert_eq!(restored.summary.rev, Rev(52));
    let mut store = SqliteStore::open(&place.file("adit.db")).unwrap();
    assert_eq!(store.upgraded(), None);
    assert_eq!(store.load().unwrap().rev, Rev(52));
    assert_eq!(data_file::examine(&place.file("old")).unwrap().version, 1);
}
