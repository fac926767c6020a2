//! What is kept, what is refused, and that refused files stay as they are.

use std::fs;
use std::path::PathBuf;

use adit_model::binding::Binding;
use adit_model::id::DnsName;
use adit_model::world::{Entity, Key};
use tempfile::TempDir;

use super::*;

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("adit.db")
    }

    fn open(&self) -> SqliteStore {
        SqliteStore::open(&self.file()).unwrap()
    }

    #[track_caller]
    fn refused(&self) -> StoreError {
        let before = fs::read(self.file()).unwrap();
        let error = SqliteStore::open(&self.file()).unwrap_err();
        assert_eq!(fs::read(self.file()).unwrap(), before, "the file was touched");
        error
    }

    /// A store at revision 2 with one binding, closed.
    fn used(&self) {
        let mut store = self.open();
        let rev = store
            .commit(Rev(0), &[put("a.example", 1), put("b.example", 2)])
            .unwrap();
        store
            .commit(rev, &[delete("a.example"), put("b.example", 3)])
            .unwrap();
    }

    /// Edits the file as a stranger would.
    fn edit(&self, sql: &str) {
        let connection = Connection::open(self.file()).unwrap();
        connection.execute_batch(sql).unwrap();
        connection.close().unwrap();
    }
}

fn name(text: &str) -> DnsName {
    DnsName::of(text).unwrap()
}

fn put(text: &str, port: u16) -> Change {
    let id = name(text);
    let address = ([127, 0, 0, 1], port).into();
    Change::Put(Binding { id, address }.wrap())
}

fn delete(text: &str) -> Change {
    Change::Delete(Key::Binding(name(text)))
}

fn ports(world: &World) -> Vec<(String, u16)> {
    world
        .bindings
        .iter()
        .map(|binding| (binding.id.as_str().to_owned(), binding.address.port()))
        .collect()
}

fn changes(store: &SqliteStore) -> Vec<(i64, String, String, String)> {
    let query = "SELECT rev, kind, id, op FROM change ORDER BY rev, kind, id";
    let mut statement = store.connection.prepare(query).unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_new_store_is_empty() {
    let folder = Folder::new();
    let world = folder.open().load().unwrap();
    assert_eq!((world.rev, world.resources().count()), (Rev(0), 0));
    let left = fs::read_dir(folder.0.path()).unwrap();
    assert!(
        !left
            .into_iter()
            .any(|entry| entry.unwrap().path().ends_with(".new"))
    );
}

#[test]
fn commits_survive_and_the_last_put_wins() {
    let folder = Folder::new();
    folder.used();
    let mut store = folder.open();
    let world = store.load().unwrap();
    assert_eq!(world.rev, Rev(2));
    assert_eq!(ports(&world), [("b.example".to_owned(), 3)]);
    let row = |rev, id: &str, op: &str| (rev, "Binding".to_owned(), id.to_owned(), op.to_owned());
    assert_eq!(
        changes(&store),
        [
            row(1, "a.example", "put"),
            row(1, "b.example", "put"),
            row(2, "a.example", "delete"),
            row(2, "b.example", "put")
        ]
    );
    let rev: i64 = store
        .connection
        .query_row("SELECT rev FROM resource", [], |row| row.get(0))
        .unwrap();
    assert_eq!(rev, 2);
}

#[test]
fn a_stale_revision_changes_nothing() {
    let folder = Folder::new();
    folder.used();
    let mut store = folder.open();
    for expected in [Rev(0), Rev(1), Rev(3)] {
        let conflict = StoreError::Conflict {
            expected,
            actual: Rev(2),
        };
        assert_eq!(store.commit(expected, &[put("c.example", 4)]), Err(conflict));
    }
    assert_eq!(ports(&store.load().unwrap()), [("b.example".to_owned(), 3)]);
    assert_eq!(
        store.commit(Rev(2), &[]),
        Ok(Rev(3)),
        "an empty commit is a revision"
    );
}

#[test]
fn a_commit_that_fails_half_way_leaves_nothing() {
    let folder = Folder::new();
    folder.used();
    folder.edit(
        "CREATE TRIGGER no BEFORE INSERT ON resource WHEN NEW.id = 'd.example'
         BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    let mut store = folder.open();
    let failed = store.commit(Rev(2), &[put("c.example", 4), put("d.example", 5)]);
    assert!(matches!(failed, Err(StoreError::Io(_))), "{failed:?}");
    let world = store.load().unwrap();
    assert_eq!(
        (world.rev, ports(&world)),
        (Rev(2), vec![("b.example".to_owned(), 3)])
    );
    assert_eq!(
        store.commit(Rev(2), &[put("c.example", 4)]),
        Ok(Rev(3)),
        "the store still works"
    );
}

#[test]
fn what_was_acknowledged_is_on_disk() {
    let folder = Folder::new();
    let mut store = folder.open();
    store.commit(Rev(0), &[put("a.example", 1)]).unwrap();
    store.put_secret("key", b"bytes").unwrap();
    // As after a crash: the files as they are, while the store is still open.
    let crashed = Folder::new();
    for ending in ["", "-wal"] {
        let from = folder.0.path().join(format!("adit.db{ending}"));
        fs::copy(from, crashed.0.path().join(format!("adit.db{ending}"))).unwrap();
    }
    let mut again = crashed.open();
    assert_eq!(ports(&again.load().unwrap()), [("a.example".to_owned(), 1)]);
    assert_eq!(again.secret("key").unwrap().as_deref(), Some(b"bytes".as_slice()));
    let mode: String = again
        .connection
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap();
    let synchronous: i64 = again
        .connection
        .pragma_query_value(None, "synchronous", |row| row.get(0))
        .unwrap();
    assert_eq!((mode.as_str(), synchronous), ("wal", 2));
}

#[test]
fn secrets_are_kept_beside_the_world() {
    let folder = Folder::new();
    let mut store = folder.open();
    assert_eq!(store.secret("key").unwrap(), None);
    store.put_secret("key", b"one").unwrap();
    store
        .put_secrets(&[("key", b"two"), ("certificate", b"\0\xff")])
        .unwrap();
    drop(store);
    let mut store = folder.open();
    assert_eq!(store.secret("key").unwrap().as_deref(), Some(b"two".as_slice()));
    assert_eq!(
        store.secret("certificate").unwrap().as_deref(),
        Some(b"\0\xff".as_slice())
    );
    assert_eq!(store.load().unwrap().rev, Rev(0));
}

#[test]
fn a_second_opener_is_told_who_holds_it() {
    let folder = Folder::new();
    let store = folder.open();
    let error = SqliteStore::open(&folder.file()).unwrap_err().to_string();
    assert!(error.contains("is in use by another process"), "{error}");
    assert!(error.contains(&format!("(id {})", std::process::id())), "{error}");
    drop(store);
    folder.open();
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.used();
    fs::set_permissions(folder.file(), fs::Permissions::from_mode(0o644)).unwrap();
    let mut store = folder.open();
    store.put_secret("key", b"bytes").unwrap();
    let mut seen = 0;
    for entry in fs::read_dir(folder.0.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
        seen += 1;
    }
    assert!(seen >= 3, "the file, its log and its lock");
}

#[test]
fn a_foreign_file_is_refused() {
    let folder = Folder::new();
    for text in ["not a database", "SQLite format 3\0 and then rubbish"] {
        fs::write(folder.file(), text.repeat(20)).unwrap();
        let error = folder.refused();
        assert!(
            matches!(&error, StoreError::Damaged(why) if why.contains("not a store of Adit's")),
            "{error}"
        );
    }
    fs::remove_file(folder.file()).unwrap();
    folder.edit("CREATE TABLE theirs (a)");
    let error = folder.refused();
    assert!(
        matches!(&error, StoreError::Damaged(why) if why.contains("not a store of Adit's")),
        "{error}"
    );
}

#[test]
fn a_newer_file_is_refused() {
    let folder = Folder::new();
    folder.used();
    folder.edit("PRAGMA user_version = 3");
    let error = folder.refused();
    assert!(
        matches!(&error, StoreError::Newer(what) if what.contains("version 3")),
        "{error}"
    );
    folder.edit("PRAGMA user_version = 2; INSERT INTO resource VALUES ('Teapot', 'x', 2, '{}')");
    let error = folder.refused();
    assert!(
        matches!(&error, StoreError::Newer(what) if what.contains("adit.db") && what.contains("it holds a `Teapot`")),
        "{error}"
    );
}

#[test]
fn a_damaged_file_is_refused() {
    let folder = Folder::new();
    folder.used();
    let whole = fs::read(folder.file()).unwrap();

    let mut damaged = whole.clone();
    damaged[1024..].fill(0xa5);
    fs::write(folder.file(), damaged).unwrap();
    assert!(matches!(folder.refused(), StoreError::Damaged(_)));

    fs::write(folder.file(), &whole[..whole.len() / 2]).unwrap();
    assert!(matches!(folder.refused(), StoreError::Damaged(_)));

    fs::write(folder.file(), &whole).unwrap();
    folder.edit("DELETE FROM meta");
    assert!(matches!(folder.refused(), StoreError::Damaged(_)));

    fs::write(folder.file(), &whole).unwrap();
    folder.edit("DROP TABLE meta");
    assert!(matches!(folder.refused(), StoreError::Damaged(_)));
}

/// A crash leaves the last commits in the log, which a store that is opened would write into the file.
#[test]
fn a_damaged_file_with_a_log_is_left_with_it() {
    let folder = Folder::new();
    let store = folder.open();
    store
        .connection
        .execute_batch("INSERT INTO resource VALUES ('Binding', 'a.example', 1, 'no document')")
        .unwrap();
    let crashed = Folder::new();
    for ending in ["", "-wal"] {
        let from = folder.0.path().join(format!("adit.db{ending}"));
        fs::copy(from, crashed.0.path().join(format!("adit.db{ending}"))).unwrap();
    }
    let log = fs::read(crashed.0.path().join("adit.db-wal")).unwrap();
    assert!(!log.is_empty());
    assert!(matches!(crashed.refused(), StoreError::Damaged(_)));
    assert!(
        fs::read(crashed.0.path().join("adit.db-wal")).unwrap() == log,
        "the log was touched"
    );
}

#[test]
fn calls_that_are_committed_together_may_change_one_resource_twice() {
    let folder = Folder::new();
    let mut store = folder.open();
    let twice = [
        put("a.example", 1),
        put("a.example", 2),
        put("b.example", 1),
        delete("b.example"),
    ];
    store.commit(Rev(0), &twice).unwrap();
    assert_eq!(ports(&store.load().unwrap()), [("a.example".to_owned(), 2)]);
    let ops: Vec<String> = changes(&store).into_iter().map(|(.., op)| op).collect();
    assert_eq!(ops, ["put", "delete"]);
}

#[test]
fn a_damaged_document_is_named() {
    let folder = Folder::new();
    folder.used();
    folder.edit("UPDATE resource SET doc = '{'");
    let error = folder.refused();
    assert!(
        matches!(&error, StoreError::Damaged(why) if why.contains("adit.db") && why.contains("Binding `b.example`")),
        "{error}"
    );
    folder.used_again("UPDATE resource SET id = 'z.example'");
    let error = folder.refused();
    assert!(
        matches!(&error, StoreError::Damaged(why) if why.contains("another id")),
        "{error}"
    );
}

impl Folder {
    fn used_again(&self, sql: &str) {
        fs::remove_file(self.file()).unwrap();
        self.used();
        self.edit(sql);
    }
}

#[test]
fn an_empty_file_is_new_unless_a_log_lies_beside_it() {
    let folder = Folder::new();
    fs::write(folder.file(), "").unwrap();
    folder.open();
    fs::write(folder.file(), "").unwrap();
    fs::write(folder.0.path().join("adit.db-wal"), "x").unwrap();
    assert!(matches!(folder.refused(), StoreError::Damaged(_)));
}

#[test]
fn what_a_crash_left_half_made_is_made_again() {
    let folder = Folder::new();
    let draft = format!("adit.db.{}.new", std::process::id());
    fs::write(folder.0.path().join(&draft), "half").unwrap();
    fs::write(folder.0.path().join(format!("{draft}-journal")), "half").unwrap();
    assert_eq!(folder.open().load().unwrap().rev, Rev(0));
}

#[test]
fn a_folder_that_does_not_exist_is_named() {
    let folder = Folder::new();
    let error = SqliteStore::open(&folder.0.path().join("no").join("adit.db")).unwrap_err();
    assert!(
        matches!(&error, StoreError::Io(why) if why.contains("adit.db")),
        "{error}"
    );
}

#[test]
fn the_change_log_does_not_grow_for_ever() {
    let folder = Folder::new();
    let mut store = folder.open();
    store.commit(Rev(0), &[put("a.example", 1)]).unwrap();
    let late = schema::CHANGES_KEPT;
    store
        .connection
        .execute("UPDATE meta SET rev = ?1", [late.cast_signed()])
        .unwrap();
    let rev = store.commit(Rev(late), &[put("b.example", 1)]).unwrap();
    assert_eq!(changes(&store).len(), 1, "revision 1 is beyond the log's reach");
    assert_eq!(store.load().unwrap().rev, rev);
    assert_eq!(store.load().unwrap().bindings.len(), 2);
}
