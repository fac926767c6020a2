"""Cases and their verdicts. A case that fails says why and does not stop its suite."""

import time
import traceback
from contextlib import contextmanager


class Verdicts:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.suite = ""

    @contextmanager
    def case(self, name):
        started = time.monotonic()
        try:
            yield
        except AssertionError as why:
            self._fail(name, str(why) or place(why))
        except Exception as why:  # a case that breaks off is a failed case, whatever broke it
            self._fail(name, f"{type(why).__name__}: {why} ({place(why)})")
        else:
            self.passed += 1
            print(f"  ok    {self.suite}: {name} ({time.monotonic() - started:.1f} s)", flush=True)

    def _fail(self, name, why):
        self.failed.append(f"{self.suite}: {name}")
        print(f"  FAIL  {self.suite}: {name}\n        {why}", flush=True)


def place(error):
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/tests/" in f.filename]
    frame = frames[-1] if frames else traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename.rpartition('/tests/')[2]}:{frame.lineno} `{frame.line}`"


def equal(got, wanted, what=""):
    assert got == wanted, f"{what + ': ' if what else ''}expected {wanted!r}, got {got!r}"


def contains(text, part, what=""):
    assert part in text, f"{what + ': ' if what else ''}no {part!r} in {text!r}"
