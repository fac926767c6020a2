"""The AWS provider's calls, recorded once for each configuration, against this Adit: same answers, nothing left behind."""

from outside.adit import Adit
from tofu import record, recorder
from tofu.replay import Replay


def run(place, verdicts):
    fixtures = sorted((place.tests / "tofu" / "fixtures").glob("*.jsonl.gz"))
    with verdicts.case("every configuration has its recorded calls"):
        wanted = {configuration.name for configuration in record.configurations(place.tests)}
        recorded = {path.name.removesuffix(".jsonl.gz") for path in fixtures}
        assert wanted == recorded, f"{sorted(wanted ^ recorded)}: run tests/tofu/record.py"
    for path in fixtures:
        name = path.name.removesuffix(".jsonl.gz")
        with verdicts.case(f"{name}: apply, plan, change, destroy, as recorded"):
            prepared, calls = recorder.read(path)
            with Adit(place.adit, "--objects", str(record.OBJECTS)) as adit:
                replay = Replay(adit)
                replay.run(prepared)
                before = record.resources(adit)
                count = replay.run(calls)
                left = record.left_behind(before, adit)
                assert not left, f"after {count} calls these are left: {left}"
