"""Runs every configuration for real and writes down what the provider called.

    python tests/tofu/record.py --adit PATH [--only NAME]... [--check]

For each: apply, a second plan that is empty, a request where there is something to ask, a change in place, an empty plan
again, destroy, nothing left. It takes the provider's own waits: minutes each. Needs `tofu` or `terraform` with the AWS
provider, which a CLI configuration (TF_CLI_CONFIG_FILE) may name. `--check` writes no fixtures and fetches no provider.
Exit code 0: all passed; 1: not all; 3: nothing was run, since a program or the provider is missing.
"""

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(TESTS))

import boto3  # noqa: E402
import jmespath  # noqa: E402

from outside.adit import Adit, environment  # noqa: E402
from outside.curl import Viewers  # noqa: E402
from outside.self_signed import self_signed  # noqa: E402
from tofu import recorder, tool  # noqa: E402

# What S3 would hold: a folder a bucket.
OBJECTS = TESTS / "tofu" / "objects"
# Days: what is recorded must be valid whenever it is replayed.
FOREVER = 20_000
# The exit code that says that nothing was tried.
NOT_RUN = 3
ORIGIN = "origin.example.com"


@dataclass
class Configuration:
    name: str
    source: Path
    # Given at each step, made by `prepare` from the running Adit.
    prepare: object = lambda adit: {}
    # The variables of the change in place.
    change: dict = field(default_factory=lambda: {"step": 2})
    # What GET /hello says before and after the change, through the edge.
    says: tuple = ()


def configurations(tests):
    types = [
        Configuration(path.stem, path, PREPARED.get(path.stem, lambda adit: {}))
        for path in sorted((tests / "tofu" / "types").glob("*.tf"))
    ]
    examples = tests.parent / "examples" / "opentofu"
    greeting = {"greeting": "changed"}
    return [
        *types,
        Configuration(
            "private-api",
            examples / "private-api",
            lambda adit: {"origin_name": ORIGIN, "zone_id": zone(adit)},
            greeting,
            ("hello from a private API", "changed"),
        ),
        Configuration(
            "public-api",
            examples / "public-api",
            lambda adit: {"referer": "a-secret"},
            greeting,
            ("hello from a public API", "changed"),
        ),
    ]


def zone(adit):
    made = client(adit, "route53").create_hosted_zone(Name="example.com", CallerReference="tests")
    return made["HostedZone"]["Id"].removeprefix("/hostedzone/")


def certificates(adit, *names):
    acm = client(adit, "acm")
    made = []
    for name in names:
        pem, key = self_signed(name, FOREVER)
        made.append(acm.import_certificate(Certificate=pem, PrivateKey=key)["CertificateArn"])
    return made


def of_balancer(adit):
    first, second = certificates(adit, "first.example.com", "second.example.com")
    return {"certificate": first, "second_certificate": second}


def of_api(adit):
    (arn,) = certificates(adit, "*.example.com")
    return {"certificate": arn}


PREPARED = {"balancer": of_balancer, "api": of_api}
# What AWS keeps too: an account's default options and settings, and the history of changes.
KEPT = {"DhcpOptions", "GatewayAccount", "RecordChange"}
# What AWS shows for a while after its end: how to list it, and the state at its end.
ENDED = {
    "CustomerGateway": ("describe_customer_gateways", "CustomerGateways[].State", "deleted"),
    "Instance": ("describe_instances", "Reservations[].Instances[].State.Name", "terminated"),
    "NatGateway": ("describe_nat_gateways", "NatGateways[].State", "deleted"),
    "VpcPeeringConnection": ("describe_vpc_peering_connections", "VpcPeeringConnections[].Status.Code", "deleted"),
}


def client(adit, service):
    return boto3.client(service, region_name="eu-west-1", endpoint_url=adit.endpoint)


def resources(adit):
    """How many of each kind there are."""
    return adit.get("/_adit/status")["resources"]


def left_behind(before, adit):
    """What `adit` has and had not before, by kind; without what AWS has too after everything was deleted."""
    left = {kind: count - before.get(kind, 0) for kind, count in resources(adit).items()}
    return {kind: count for kind, count in left.items() if count > 0 and kind not in KEPT and not ended(kind, adit)}


def ended(kind, adit):
    if kind not in ENDED:
        return False
    operation, states, end = ENDED[kind]
    answer = getattr(client(adit, "ec2"), operation)()
    return set(jmespath.search(states, answer)) == {end}


def run(configuration, program, plugins, binary, fixtures, logs):
    """The seconds that it took, and what it covered."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="adit-tofu-") as scratch, Adit(
        binary, "--objects", str(OBJECTS)
    ) as adit, recorder.Recorder(adit) as recording:
        # Calls of ours are recorded too: a replay must make what they made.
        through = Through(adit, recording.endpoint)
        variables = configuration.prepare(through)
        recording.prepared = len(recording.calls)
        log = logs and logs / f"{configuration.name}.log"
        if log:
            log.unlink(missing_ok=True)
        stack = tool.Stack(
            program,
            plugins,
            configuration.source,
            Path(scratch) / "stack",
            recording.endpoint,
            variables,
            broken=recording.why_broken,
            log=log,
        )
        try:
            covered = steps(configuration, adit, stack)
        except Exception as why:
            raise tool.Failed(f"{why}\n{panic(adit)}".strip()) from None
        finally:
            if logs:
                recorder.write(recording, logs / f"{configuration.name}.jsonl.gz")
        if fixtures:
            recorder.write(recording, fixtures / f"{configuration.name}.jsonl.gz")
        return time.monotonic() - started, covered, len(recording.calls)


def steps(configuration, adit, stack):
    """The types that it covered."""
    stack.init()
    before = resources(adit)
    stack.apply()
    covered = stack.types()
    stack.plan_is_empty()
    asks(configuration, adit, stack, 0)
    stack.apply(**configuration.change)
    stack.plan_is_empty()
    asks(configuration, adit, stack, 1)
    stack.destroy()
    if left := left_behind(before, adit):
        raise tool.Failed(f"destroy left {left}")
    if panicked := panic(adit):
        raise tool.Failed(panicked)
    return covered


def panic(adit):
    """What Adit said of a panic."""
    said = adit.said()
    return said[:2000] if "panicked" in said else ""


class Through:
    """Adit by the recording proxy."""

    def __init__(self, adit, endpoint):
        self.endpoint, self.get = endpoint, adit.get


def asks(configuration, adit, stack, step):
    if not configuration.says:
        return
    domain = stack.outputs()["domain_name"]
    answer = Viewers(adit).get("internet-IE", f"https://{domain}/hello")
    if answer.status != 200 or configuration.says[step] not in answer.body:
        raise tool.Failed(f"https://{domain}/hello: {answer}")


def not_run(why):
    print(f"not run: {why}", flush=True)
    return NOT_RUN


def main():
    parser = argparse.ArgumentParser(description="Runs every configuration with the real provider and records its calls.")
    parser.add_argument("--adit", metavar="PATH", type=Path, required=True)
    parser.add_argument("--only", metavar="NAME", action="append")
    parser.add_argument("--check", action="store_true", help="write no fixtures, fetch no provider")
    parser.add_argument("--at-once", metavar="N", type=int, default=3, help="configurations at once; most time is waiting")
    parser.add_argument("--logs", metavar="FOLDER", type=Path, help="for the provider's logs, and the calls of failed runs")
    given = parser.parse_args()
    program = tool.installed()
    if not program:
        return not_run("neither `tofu` nor `terraform` is installed")
    os.environ.update(environment())
    chosen = [c for c in configurations(TESTS) if not given.only or c.name in given.only]
    fixtures = None if given.check else TESTS / "tofu" / "fixtures"
    logs = given.logs and given.logs.resolve()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="adit-tofu-") as scratch, ThreadPoolExecutor(given.at_once) as pool:
        plugins = tool.provider(program, Path(scratch) / "provider", fetch=not given.check)
        if not plugins:
            return not_run(f"`{program}` finds no AWS provider 5.100")
        binary = given.adit.resolve()
        runs = {pool.submit(run, c, program, plugins, binary, fixtures, logs): c.name for c in chosen}
        for outcome in as_completed(runs):
            try:
                seconds, covered, calls = outcome.result()
                print(f"ok    {runs[outcome]}: {len(covered)} types, {calls} calls, {seconds:.0f} s", flush=True)
            except Exception as why:
                failed += 1
                print(f"FAIL  {runs[outcome]}: {why}", flush=True)
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
