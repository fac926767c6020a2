"""Every implemented operation by boto3 and by the AWS CLI: create, read back, update, page, delete, and what is refused.

A module of `operations/` has `run(aws, verdicts)`, where `aws` is one of outside.tools. At the end each tool must have
carried every operation that crates/wire/models names and unimplemented.txt does not.
"""

import importlib
import json

from outside.adit import Adit
from outside.tools import Boto3, Cli


def run(place, verdicts):
    modules = place.modules or sorted(p.stem for p in (place.tests / "operations").glob("*.py") if p.stem != "__init__")
    wanted = implemented(place.tests.parent / "crates" / "wire")
    for tool in (Boto3, Cli):
        aws = None
        for name in modules:
            # An account of its own: what a module lists is what it made. `--objects` stands for S3: what a request names in
            # it, a module puts there.
            with Adit(place.adit, "--objects", str(place.scratch / "objects")) as adit:
                aws = aws or tool(adit)
                aws.adit = adit
                with verdicts.case(f"{aws.name}: {name} runs to its end"):
                    importlib.import_module(f"operations.{name}").run(aws, Titled(verdicts, aws.name, name))
                with verdicts.case(f"{aws.name}: {name}: nothing panicked"):
                    assert adit.alive and "panicked" not in adit.said(), adit.said()[:2000]
        if not place.modules:
            with verdicts.case(f"{aws.name}: every implemented operation was carried"):
                missing = sorted(f"{service} {operation}" for service, operation in wanted - aws.called)
                assert not missing, f"{len(missing)} of {len(wanted)} were not: {', '.join(missing)}"


def implemented(wire):
    missing = set((wire / "unimplemented.txt").read_text().splitlines())
    found = set()
    for path in (wire / "models").glob("*.json"):
        for operation in json.loads(path.read_text())["operations"]:
            if f"{path.stem} {operation['name']}" not in missing:
                found.add((path.stem, operation["name"]))
    return found


class Titled:
    """Verdicts whose cases carry the tool's and the module's name."""

    def __init__(self, verdicts, tool, module):
        self.verdicts, self.title = verdicts, f"{tool}: {module}"

    def case(self, name):
        return self.verdicts.case(f"{self.title}: {name}")
