"""`adit backup` and `adit restore`; files of an older version; damage; a disk that is full."""

import json
import resource
import signal
import sqlite3
import stat
import subprocess
from pathlib import Path

from outside.adit import Adit, environment, run as command
from outside.syncs import script
from outside.verdicts import contains, equal
from outside.writers import Client, Writers
from suites.durable import refused, up

WRITERS = 8


def run(place, verdicts):
    data = place.scratch / "data"
    backup = place.scratch / "backup"
    vpc = under_load(place, verdicts, data, backup)
    if vpc is None:
        return
    refusals(place, verdicts, data, backup, vpc)
    replaced(place, verdicts, data, backup, vpc)
    older(place, verdicts)
    damaged(place, verdicts, data)
    full(place, verdicts)


def under_load(place, verdicts, data, backup):
    vpc = None
    with verdicts.case("a backup under write load has everything that was acknowledged before it began"):
        with Adit(place.adit, data=data) as adit:
            vpc = Client(adit).vpc()
            authority = Path(adit.authority).read_text()
            writers = Writers(adit, vpc, WRITERS, "w").start()
            writers.until(100)
            before = {write.name for write in writers.snapshot()}
            # Where the data folder is, the running Adit says.
            said = adit.run("backup", str(backup), "--json")
            after = len(writers.snapshot())
            writers.until(after + 50)
            writers.stop()
            equal(said.returncode, 0, said.stderr)
            result = json.loads(said.stdout)
            equal(stat.S_IMODE(backup.stat().st_mode), 0o600)
            equal(result["bytes"], backup.stat().st_size)
            equal(left_over(place.scratch), [])
        restored = place.scratch / "restored"
        said = command(place.adit, "restore", str(backup), "--data", str(restored), "--json")
        equal(said.returncode, 0, said.stderr)
        equal(json.loads(said.stdout)["rev"], result["rev"])
        with Adit(place.adit, data=restored) as adit:
            equal(adit.status["rev"], result["rev"])
            missing = before - Client(adit).groups(vpc)
            assert not missing, f"{len(missing)} of {len(before)} are not in the backup"
            equal(Path(adit.authority).read_text(), authority, "the authority")
    with verdicts.case("a backup without a running Adit has the same"):
        second = place.scratch / "second"
        said = command(place.adit, "backup", str(second), "--data", str(data))
        equal(said.returncode, 0, said.stderr)
        contains(said.stdout, str(second))
    with verdicts.case("a backup that is killed leaves no half file"):
        for number in range(5):
            third = place.scratch / f"third-{number}"
            process = subprocess.Popen(
                [place.adit, "backup", third, "--data", data], env=environment(), stdout=subprocess.DEVNULL
            )
            try:
                process.wait(0.01 * (number + 1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if third.exists():
                equal(command(place.adit, "restore", str(third), "--data", str(place.scratch / f"t{number}")).returncode, 0)
    return vpc


def refusals(place, verdicts, data, backup, vpc):
    with verdicts.case("a backup does not overwrite unless told to"):
        other = place.scratch / "other"
        other.write_text("mine")
        ended = command(place.adit, "backup", str(other), "--data", str(data))
        refused(ended, "--force")
        equal(other.read_text(), "mine")
        equal(command(place.adit, "backup", str(other), "--data", str(data), "--force").returncode, 0)
        contains(other.read_bytes(), b"SQLite format 3")
    with verdicts.case("a backup of nothing is a clear error"):
        ended = command(place.adit, "backup", str(place.scratch / "no"), "--data", str(place.scratch / "nowhere"))
        refused(ended, "nowhere")
        with Adit(place.adit) as adit:
            refused(adit.run("backup", str(place.scratch / "no")), "--ephemeral")
        assert not (place.scratch / "no").exists(), "a file was made"
    with verdicts.case("a restore is refused while an Adit runs on the folder, and disturbs nothing"):
        with Adit(place.adit, data=data) as adit:
            ended = command(place.adit, "restore", str(backup), "--data", str(data), "--force")
            refused(ended, "in use by another process")
            assert Client(adit).group(vpc, "still"), "the running Adit was disturbed"
    with verdicts.case("a restore over data is refused unless told to"):
        before = (data / "adit.db").read_bytes()
        refused(command(place.adit, "restore", str(backup), "--data", str(data)), "--force")
        equal((data / "adit.db").read_bytes() == before, True, "the file is as it was")
    with verdicts.case("a damaged backup is refused before anything is touched"):
        whole = backup.read_bytes()
        before = (data / "adit.db").read_bytes()
        for what, content in [("short", whole[: len(whole) // 2]), ("text", b"no backup " * 900), ("empty", b"")]:
            broken = place.scratch / f"backup-{what}"
            broken.write_bytes(content)
            refused(command(place.adit, "restore", str(broken), "--data", str(data), "--force"), broken.name, what)
        refused(command(place.adit, "restore", str(place.scratch / "none"), "--data", str(data), "--force"), "none")
        equal((data / "adit.db").read_bytes() == before, True, "the file is as it was")


def replaced(place, verdicts, data, backup, vpc):
    with verdicts.case("a restore by force keeps what it replaces, also what a kill left in the log"):
        with Adit(place.adit, data=data) as adit:
            assert Client(adit).group(vpc, "late"), "refused"
            adit.stop(signal.SIGKILL)
        ended = command(place.adit, "restore", str(backup), "--data", str(data), "--force", "--json")
        equal(ended.returncode, 0, ended.stderr)
        kept = Path(json.loads(ended.stdout)["kept"])
        equal(stat.S_IMODE(kept.stat().st_mode), 0o600)
        with Adit(place.adit, data=data) as adit:
            assert "late" not in Client(adit).groups(vpc), "the backup is older"
        back = place.scratch / "back"
        equal(command(place.adit, "restore", str(kept), "--data", str(back)).returncode, 0)
        with Adit(place.adit, data=back) as adit:
            contains(Client(adit).groups(vpc), "late")


def older(place, verdicts):
    with verdicts.case("a file of an older version is upgraded, and kept as it was"):
        data = place.scratch / "older"
        data.mkdir()
        text = (place.tests.parent / "crates/store/fixtures/version_1.sql").read_text()
        rev = 52
        with sqlite3.connect(data / "adit.db") as connection:
            connection.executescript(text)
        connection.close()
        with Adit(place.adit, data=data) as adit:
            contains(adit.said(), "upgraded from version 1")
            assert adit.status["rev"] >= rev, adit.status["rev"]
            equal(len(adit.status["distributions"]), 3)
        with sqlite3.connect(data / "adit.db.version-1") as kept:
            equal(kept.execute("PRAGMA user_version").fetchone()[0], 1)
            equal(kept.execute("SELECT rev FROM meta").fetchone()[0], rev)
        kept.close()
        with Adit(place.adit, data=data) as adit:
            equal(adit.said(), "", "said at the second start")


def damaged(place, verdicts, data):
    with verdicts.case("a document that cannot be read, or of an unknown kind: which file, what to do, nothing touched"):
        document = "UPDATE resource SET doc = '{' WHERE rowid = (SELECT max(rowid) FROM resource)"
        stranger = "INSERT INTO resource (kind, id, rev, doc) VALUES ('Teapot', 'x', 1, '{}')"
        newer = "PRAGMA user_version = 99"
        whole = (data / "adit.db").read_bytes()
        for what, sql, part in [
            ("document", document, "adit restore"),
            ("kind", stranger, "Teapot"),
            ("version", newer, "version 99"),
        ]:
            folder = place.scratch / f"damaged-{what}"
            folder.mkdir()
            file = folder / "adit.db"
            file.write_bytes(whole)
            with sqlite3.connect(file) as connection:
                connection.execute(sql)
            connection.close()
            before = file.read_bytes()
            ended = up(place, "--data", str(folder))
            refused(ended, part, what)
            contains(ended.stderr, str(file), what)
            equal(file.read_bytes() == before, True, f"{what}: the file is as it was")


def full(place, verdicts):
    """A limit on the size of files stands for a disk without room: the write is refused half way in both."""
    data = place.scratch / "full"
    binary = script(place.scratch / "adit-limited", "trap '' XFSZ", place.adit)
    with verdicts.case("a full disk refuses writes, loses nothing, and is over when there is room"):
        with Adit(binary, data=data) as adit:
            client = Client(adit)
            vpc = client.vpc()
            assert client.group(vpc, "before"), "refused"
            limits = resource.prlimit(adit.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(adit.pid, resource.RLIMIT_FSIZE, (6000, limits[1]))
            for n in range(3):
                status, text = client.call("CreateSecurityGroup", GroupName=f"lost-{n}", GroupDescription="d", VpcId=vpc)
                equal(status, 500, text)
            equal(client.groups(vpc), {"default", "before"})
            resource.prlimit(adit.pid, resource.RLIMIT_FSIZE, limits)
            assert client.group(vpc, "after"), "refused when there is room again"
            adit.stop(signal.SIGKILL)
        with Adit(place.adit, data=data) as adit:
            equal(Client(adit).groups(vpc), {"default", "before", "after"})
            assert Client(adit).group(vpc, "later"), "refused"


def left_over(folder):
    return sorted(path.name for path in folder.iterdir() if path.name.endswith(".new"))
