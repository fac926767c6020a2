"""A binary whose syncs are counted by file name, and may be delayed: syncs.c, compiled here and preloaded."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sync:
    """On the clock of time.monotonic()."""

    begin: float
    end: float
    path: str


class Syncs:
    def __init__(self, place):
        self.folder = place.scratch / "syncs"
        self.folder.mkdir()
        library = self.folder / "syncs.so"
        source = place.tests / "outside" / "syncs.c"
        compiler = os.environ.get("CC", "cc")
        built = subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-o", library, source], capture_output=True, text=True
        )
        assert built.returncode == 0, f"{compiler}: {built.stderr}"
        self.log, self.delay_file = self.folder / "log", self.folder / "delay"
        self.delay(0)
        self.binary = script(
            self.folder / "adit",
            f"export SYNCS_LOG='{self.log}' SYNCS_DELAY='{self.delay_file}' LD_PRELOAD='{library}'",
            place.adit,
        )

    def delay(self, milliseconds):
        new = self.folder / "delay.new"
        new.write_text(str(milliseconds))
        new.rename(self.delay_file)

    def of(self, name, since=0.0):
        """Of the files of that name, those that began since."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        fields = [line.split(" ", 2) for line in lines]
        found = [Sync(int(begin) / 1e9, int(end) / 1e9, path) for begin, end, path in fields]
        return [sync for sync in found if Path(sync.path).name == name and sync.begin >= since]


def script(path, first, binary):
    """A shell script that does something and then becomes the binary, with the same process id."""
    path.write_text(f"#!/bin/sh\n{first}\nexec '{binary}' \"$@\"\n")
    path.chmod(0o755)
    return path
