"""The AWS provider's calls, recorded once for each configuration, against this Adit: same answers, nothing left behind."""

import re

from outside.adit import Adit
from tofu import record, recorder
from tofu.replay import Difference, Replay


# Of recorded answers, what another Adit would have said: a value, a member, an error.
WRONG = [
    ("identity", "<Path>/service/</Path>", "<Path>/servile/</Path>"),
    ("identity", "<MaxSessionDuration>3600</MaxSessionDuration>", ""),
    ("balancer", "<Code>LoadBalancerNotFound</Code>", "<Code>LoadBalancerGone</Code>"),
]


def run(place, verdicts):
    fixtures = sorted((place.tests / "tofu" / "fixtures").glob("*.jsonl.gz"))
    with verdicts.case("every configuration has its recorded calls"):
        wanted = {configuration.name for configuration in record.configurations(place.tests)}
        recorded = {path.name.removesuffix(".jsonl.gz") for path in fixtures}
        assert wanted == recorded, f"{sorted(wanted ^ recorded)}: run tests/tofu/record.py"
    for path in fixtures:
        with verdicts.case(f"{path.name.removesuffix('.jsonl.gz')}: apply, plan, change, destroy, as recorded"):
            replayed(place, *recorder.read(path))
    for name, right, wrong in WRONG:
        with verdicts.case(f"{name}: {wrong or 'nothing'} is not taken for {right}"):
            prepared, calls = fixture(place, name)
            told_apart(place, prepared, calls, [told(call, call["answer"].replace(right, wrong)) for call in calls])
    with verdicts.case("identity: a role's id is not taken for another's"):
        prepared, calls = fixture(place, "identity")
        one, other = sorted(set(re.findall("AROA[A-Z0-9]{17}", "".join(call["answer"] for call in calls))))[:2]
        last = max(index for index, call in enumerate(calls) if one in call["answer"])
        wrong = list(calls)
        wrong[last] = told(calls[last], calls[last]["answer"].replace(one, other))
        told_apart(place, prepared, calls, wrong)


def fixture(place, name):
    return recorder.read(place.tests / "tofu" / "fixtures" / f"{name}.jsonl.gz")


def told(call, answer):
    return {**call, "answer": answer}


def told_apart(place, prepared, calls, wrong):
    assert wrong != calls, "nothing was changed"
    try:
        replayed(place, prepared, wrong)
    except Difference:
        return
    raise AssertionError("the replay saw no difference")


def replayed(place, prepared, calls):
    with Adit(place.adit, "--objects", str(record.OBJECTS)) as adit:
        replay = Replay(adit)
        replay.run(prepared)
        before = record.resources(adit)
        count = replay.run(calls)
        left = record.left_behind(before, adit)
        assert not left, f"after {count} calls these are left: {left}"
