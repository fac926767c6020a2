"""What a newcomer meets: the demo, its exit code and its omissions, and each subcommand."""

import json
import os
import shutil
import signal
import subprocess
import time

import design_b
from cloud import Cloud
from outside.adit import Adit, environment, run as subcommand
from outside.verdicts import contains, equal

# From process start to the last row; a debug build, maybe on a busy machine, gets more.
DEMO_SECONDS = {False: 3.0, True: 30.0}
CURED = {"edge, balancer's ingress rule revoked", "edge, after the printed cure"}
# Rows (design and attempt, or the beginning of it) that an omission may change, and must change at least one of.
DEPENDS = {
    "geo-restriction": ["step 2: edge from internet-US", "edge from internet-US"],
    "viewer-protocol": ["step 2: edge over HTTP", "edge over HTTP"],
    "referer-policy": ["step 2: straight at the API"],
    "referer-header": ["step 2: edge from internet-IE"],
    "internal-balancer": ["straight at the balancer", "balancer, without its group"],
    # A public API is no private one either: what comes by the endpoint is refused.
    "private-api": [
        "straight at the API",
        "edge from internet-IE",
        "edge, viewer names another API",
        "edge, after the printed cure",
    ],
    "balancer-group": ["balancer, without its group"],
    "endpoint-group": ["endpoint, without its group"],
    "wrong-api-id": ["edge with a wrong API id"],
    "self-signed": ["edge to a self-signed listener"],
}
SHELLS = ["bash", "zsh", "fish", "elvish", "powershell"]


def run(place, verdicts):
    demo(place, verdicts)
    omissions(place, verdicts)
    demo_that_stays(place, verdicts)
    without_a_running_adit(place, verdicts)
    with Adit(place.adit) as adit:
        subcommands(verdicts, adit)
        requests(verdicts, adit)


def demo(place, verdicts):
    limit = DEMO_SECONDS[place.debug]
    with verdicts.case(f"`adit demo --once` ends well within {limit} s"):
        started = time.monotonic()
        ended = subcommand(place.adit, "demo", "--once", timeout=120)
        took = time.monotonic() - started
        equal(ended.returncode, 0, ended.stdout + ended.stderr)
        assert took < limit, f"it took {took:.1f} s"
        for part in ["as AWS", "504", "cured by: aws ec2 authorize-security-group-ingress"]:
            contains(ended.stdout, part)
        assert "DIFFERS" not in ended.stdout, ended.stdout
    with verdicts.case("`adit demo --once --json` says the same for scripts"):
        ended = subcommand(place.adit, "demo", "--once", "--json", timeout=120)
        report = json.loads(ended.stdout)
        equal((ended.returncode, report["passed"]), (0, True))
        assert len(report["rows"]) >= 18, f"{len(report['rows'])} rows"
        refused = [row for row in report["rows"] if row["status"] != 200]
        assert all(row["cause"] for row in refused), [row for row in refused if not row["cause"]]


def omissions(place, verdicts):
    for rule, rows in DEPENDS.items():
        with verdicts.case(f"without {rule}, its row differs and no other"):
            ended = subcommand(place.adit, "demo", "--once", "--json", "--omit", rule, timeout=120)
            assert ended.returncode != 0, "exit code 0"
            report = json.loads(ended.stdout)
            differing = {row["attempt"] for row in report["rows"] if not row["as_expected"]}
            assert differing, "no row differs"
            assert differing <= set(rows) | (CURED if rule == "internal-balancer" else set()), f"{sorted(differing)}"
            assert differing & set(rows), f"{sorted(differing)}"
            equal(report["passed"], False)
    with verdicts.case("every rule that the demo can omit is tried here"):
        ended = subcommand(place.adit, "demo", "--omit", "no-such-rule")
        assert ended.returncode != 0
        listed = ended.stderr.partition("possible values: ")[2].partition("]")[0]
        equal({rule.strip() for rule in listed.split(",")}, set(DEPENDS))


def demo_that_stays(place, verdicts):
    with verdicts.case("`adit demo` serves until it is interrupted"):
        process = subprocess.Popen(
            [str(place.adit), "demo"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            text=True,
            env=environment(),
        )
        try:
            address = next(line for line in process.stdout if "AWS API" in line).split()[-1]
            status = subcommand(place.adit, "status", "--json", "--api", address.removeprefix("http://"))
            assert len(json.loads(status.stdout)["distributions"]) >= 5, status.stdout
        finally:
            process.send_signal(signal.SIGINT)
            try:
                code = process.wait(15)
            finally:
                process.kill()
                process.stdout.close()
        equal(code, 0)


def without_a_running_adit(place, verdicts):
    with verdicts.case("without a running Adit, subcommands say so"):
        nowhere = "127.0.0.1:1"
        for command in [["status"], ["env"], ["trace", "--last"], ["bind"], ["request", "https://d1.cloudfront.net/"]]:
            ended = subcommand(place.adit, *command, "--api", nowhere)
            assert ended.returncode not in (0, 101), f"{command}: {ended.returncode}"
            contains(ended.stderr, "adit up", str(command))
            equal(ended.stdout, "", str(command))
    with verdicts.case("completions for every shell, without a running Adit"):
        for shell in SHELLS:
            ended = subcommand(place.adit, "completions", shell)
            equal(ended.returncode, 0, shell)
            contains(ended.stdout, "vantage" if shell == "none" else "demo", shell)
        if shutil.which("bash"):
            script = subcommand(place.adit, "completions", "bash").stdout
            parsed = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True)
            equal(parsed.returncode, 0, parsed.stderr)
    with verdicts.case("help and version"):
        equal(subcommand(place.adit, "--version").returncode, 0)
        helped = subcommand(place.adit, "--help").stdout
        for command in ["up", "env", "status", "request", "trace", "bind", "demo", "completions"]:
            contains(helped, f"  {command}")
        equal(subcommand(place.adit, "no-such-command").returncode, 2)


def subcommands(verdicts, adit):
    with verdicts.case("status, before anything is built"):
        ended = adit.run("status", "--json")
        equal(ended.returncode, 0, ended.stderr)
        status = json.loads(ended.stdout)
        equal((status["api"], status["distributions"]), (adit.api, []))
        equal(adit.run("status").returncode, 0)
    with verdicts.case("env is evaluated by a shell"):
        ended = adit.run("env", "--json")
        exports = json.loads(ended.stdout)
        equal(exports["AWS_ENDPOINT_URL"], adit.endpoint)
        script = adit.run("env").stdout + '\nprintf "%s %s" "$AWS_ENDPOINT_URL" "$CURL_CA_BUNDLE"'
        said = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, env=environment())
        equal(said.stdout, f"{adit.endpoint} {exports['CURL_CA_BUNDLE']}", said.stderr)
        assert os.path.exists(exports["CURL_CA_BUNDLE"]) and os.path.exists(exports["ADIT_CA"])
        for shell in ["fish", "powershell"]:
            contains(adit.run("env", "--shell", shell).stdout, adit.endpoint)
    with verdicts.case("trace, before any request"):
        ended = adit.run("trace", "--last")
        assert ended.returncode != 0 and "no request" in ended.stderr, ended.stderr
        ended = adit.run("trace", "no-such-id")
        assert ended.returncode != 0 and "no-such-id" in ended.stderr, ended.stderr
    with verdicts.case("bind lists, adds and removes"):
        equal(adit.run("bind").returncode, 0, "nothing is bound, which is no error")
        equal(adit.run("bind", "api.example.com=127.0.0.1:3000").returncode, 0)
        equal(json.loads(adit.run("bind", "--json").stdout), [{"name": "api.example.com", "address": "127.0.0.1:3000"}])
        equal(adit.run("bind", "--remove", "api.example.com").returncode, 0)
        assert adit.run("bind", "--remove", "api.example.com").returncode != 0, "removed twice"
        for wrong in ["api.example.com", "=127.0.0.1:1", "a..b=127.0.0.1:1", "a.b=somewhere"]:
            equal(adit.run("bind", wrong).returncode, 2, wrong)


def requests(verdicts, adit):
    b = design_b.build(Cloud(endpoint=adit.endpoint))
    url = f"https://{b.domain}/v1/hello"
    with verdicts.case("a request from the internet: answer, trace, exit code 0"):
        ended = adit.run("request", "--from", "internet-IE", url)
        equal(ended.returncode, 0, ended.stdout + ended.stderr)
        contains(ended.stdout, "HTTP/1.1 200")
        contains(ended.stdout, design_b.HELLO)
        for hop in ["edge", "vpc-origin", "balancer", "endpoint", "gateway"]:
            contains(ended.stderr, hop)
    with verdicts.case("a refused request: cause, exit code 1, and JSON that says both"):
        ended = adit.run("request", "--from", "internet-US", "--json", url)
        equal(ended.returncode, 1)
        report = json.loads(ended.stdout)
        equal(report["answer"]["status"], 403)
        equal(report["trace"]["refusal"]["decision"], "geo-restriction")
        assert report["trace"]["refusal"]["cure"], report["trace"]["refusal"]
    with verdicts.case("a request from a subnet, and as an interface"):
        ended = adit.run("request", "--from", b.subnets[0], "-k", "--json", f"https://{b.balancer_name}/v1/hello")
        report = json.loads(ended.stdout)
        equal((ended.returncode, report["answer"]["status"]), (1, None))
        equal(report["trace"]["refusal"]["reason"], "ENI_SG_RULES_MISMATCH")
        ended = adit.run("request", "--from", b.interfaces[0], "-k", "--json", f"https://{b.balancer_name}/v1/hello")
        equal((ended.returncode, json.loads(ended.stdout)["answer"]["status"]), (1, None))
        ended = adit.run("request", "--from", f"{b.subnets[0]}+{b.balancer_group}", f"https://{b.api_name}/v1/hello")
        equal(ended.returncode, 0, ended.stdout + ended.stderr)
    with verdicts.case("a vantage that does not exist"):
        for nowhere in ["mars", "subnet-0000000000000000f", "eni-0000000000000000f"]:
            ended = adit.run("request", "--from", nowhere, url)
            assert ended.returncode not in (0, 101), f"{nowhere}: {ended.returncode} {ended.stdout}"
    with verdicts.case("trace shows the last request, and one by its id"):
        answer = json.loads(adit.run("request", "--from", "internet-IE", "--json", url).stdout)["answer"]
        id = next(value for name, value in answer["headers"] if name.lower() == "x-amz-cf-id")
        last = json.loads(adit.run("trace", "--last", "--json").stdout)
        equal(last[0]["id"], id)
        equal(json.loads(adit.run("trace", id, "--json").stdout)[0]["id"], id)
        shown = adit.run("trace", id).stdout
        contains(shown, "gateway")
        several = [trace["seq"] for trace in json.loads(adit.run("trace", "--last", "3", "--json").stdout)]
        equal(several, sorted(several, reverse=True), "newest first")
        equal(len(several), 3)
    with verdicts.case("status counts what was built"):
        status = json.loads(adit.run("status", "--json").stdout)
        equal([d["domain"] for d in status["distributions"]], [b.domain])
        equal((status["vpc_origins"], status["load_balancers"], status["vpc_endpoints"], status["rest_apis"]), (1, 1, 1, 1))
        equal(set(status["vantages"]), set(b.subnets))
        contains(adit.run("status").stdout, b.domain)
