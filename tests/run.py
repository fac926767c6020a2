"""Runs the black-box suites against a built binary.

    python tests/run.py --adit PATH [--only SUITE]...

Each suite is a file of tests/suites with `run(place, verdicts)`. Everything listens on the loopback address, on free
ports; what a suite starts it ends by pid. The last line is `N passed, N failed`; a failure is exit code 1.
"""

import argparse
import importlib
import os
import resource
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent
SUITES = [
    "first_use",
    "chain",
    "design_a",
    "proxy_backend",
    "read_back",
    "sockets",
    "durable",
    "durable_sync",
    "durable_kill",
    "durable_conflict",
    "durable_backup",
    "signature",
    "javascript",
    "hostile",
    "idle",
    "cli",
    "operations",
    "tofu",
]


@dataclass
class Place:
    """What suites are given."""

    adit: Path
    tests: Path
    scratch: Path
    debug: bool
    modules: list[str] | None = None

    def aws(self):
        """The AWS CLI beside this interpreter."""
        return Path(sys.executable).with_name("aws")


def main():
    parser = argparse.ArgumentParser(description="Runs the black-box suites.")
    parser.add_argument("--adit", metavar="PATH", type=Path, required=True, help="the built binary")
    parser.add_argument("--only", metavar="SUITE", action="append", choices=SUITES, help="this suite; may be repeated")
    parser.add_argument("--module", metavar="NAME", action="append", help="of `operations/`: only this; may be repeated")
    given = parser.parse_args()
    if not given.adit.is_file():
        sys.exit(f"`{given.adit}` is not built: cargo build -p adit")
    try:
        import boto3  # noqa: F401
    except ImportError:
        sys.exit("boto3 is missing: run `cargo xtask test`, or this with target/venv/bin/python")
    if shutil.which("curl") is None:
        sys.exit("curl is missing")

    sys.path.insert(0, str(TESTS))
    from outside.adit import environment
    from outside.verdicts import Verdicts

    # Suites hold thousands of connections; what they start inherits the limit.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard != resource.RLIM_INFINITY else max(soft, 16384), hard))
    clean = environment()
    os.environ.clear()
    os.environ.update(clean)
    verdicts = Verdicts()
    for name in given.only or SUITES:
        verdicts.suite = name
        print(f"{name}", flush=True)
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix=f"adit-{name}-") as scratch:
            place = Place(given.adit.resolve(), TESTS, Path(scratch), "release" not in given.adit.resolve().parts, given.module)
            with verdicts.case("the suite runs to its end"):
                importlib.import_module(f"suites.{name}").run(place, verdicts)
        print(f"{name}: {time.monotonic() - started:.1f} s", flush=True)
    for name in verdicts.failed:
        print(f"failed: {name}")
    print(f"{verdicts.passed} passed, {len(verdicts.failed)} failed")
    return 1 if verdicts.failed else 0


if __name__ == "__main__":
    sys.exit(main())
