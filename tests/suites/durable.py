"""What `--data` promises: the same World, authority and answers after a restart, and clear errors instead of damage."""

import signal
import socket
import subprocess
from pathlib import Path

import design_b
from cloud import Cloud
from outside.adit import Adit, environment
from outside.curl import Viewers
from outside.verdicts import contains, equal

IE = "internet-IE"


def run(place, verdicts):
    data = place.scratch / "data"
    kept = restart(place, verdicts, data)
    if kept is None:
        return
    killed(place, verdicts, data, kept)
    shared(place, verdicts, data)
    damaged(place, verdicts, data)
    unusable(place, verdicts)
    ports(place, verdicts)


def restart(place, verdicts, data):
    b = None
    with verdicts.case("what was built answers after a restart, from the same authority"):
        with Adit(place.adit, data=data) as adit:
            b = design_b.build(Cloud(endpoint=adit.endpoint))
            equal(adit.run("bind", "api.example.com=127.0.0.1:3000").returncode, 0)
            first = Viewers(adit).get(IE, f"https://{b.domain}/v1/hello")
            authority = Path(adit.authority).read_text()
            status = json_status(adit)
            equal(adit.stop(signal.SIGINT), 0, "exit code after SIGINT")
        with Adit(place.adit, data=data) as adit:
            again = Viewers(adit).get(IE, f"https://{b.domain}/v1/hello")
            equal((again.status, again.body), (first.status, first.body))
            equal(again.status, 200)
            equal(Path(adit.authority).read_text(), authority, "authority")
            after = json_status(adit)
            for what in ["rev", "distributions", "vpc_origins", "load_balancers", "vpc_endpoints", "rest_apis", "bindings"]:
                equal(after[what], status[what], what)
            elbv2 = Cloud(endpoint=adit.endpoint).client("elbv2")
            found = elbv2.describe_load_balancers(LoadBalancerArns=[b.balancer])["LoadBalancers"][0]
            equal(found["DNSName"], b.balancer_name)
            equal(adit.stop(signal.SIGTERM), 0, "exit code after SIGTERM")
    return b


def killed(place, verdicts, data, b):
    with verdicts.case("what was acknowledged survives a kill"):
        with Adit(place.adit, data=data) as adit:
            ec2 = Cloud(endpoint=adit.endpoint).client("ec2")
            made = [ec2.create_security_group(GroupName=f"g{n}", Description="d", VpcId=b.vpc)["GroupId"] for n in range(5)]
            adit.stop(signal.SIGKILL)
        with Adit(place.adit, data=data) as adit:
            ec2 = Cloud(endpoint=adit.endpoint).client("ec2")
            found = ec2.describe_security_groups(GroupIds=made)["SecurityGroups"]
            equal({group["GroupId"] for group in found}, set(made))
            equal(Viewers(adit).get(IE, f"https://{b.domain}/v1/hello").status, 200)


def shared(place, verdicts, data):
    with verdicts.case("a second process on the same data is refused and disturbs nothing"):
        with Adit(place.adit, data=data) as adit:
            ended = up(place, "--data", str(data))
            refused(ended, str(data))
            equal(adit.run("status").returncode, 0)
        with Adit(place.adit, data=data) as adit:
            equal(adit.run("status").returncode, 0, "after the first ended")


def damaged(place, verdicts, data):
    with verdicts.case("a damaged file is a clear error and is left as it is"):
        file = data / "adit.db"
        whole = file.read_bytes()
        for what, bytes in [
            ("zeros", b"\0" * 8192),
            ("text", b"this is no database " * 400),
            ("torn", whole[:100] + b"\xff" * 4000 + whole[4100:]),
            ("short", whole[: len(whole) // 2 + 7]),
        ]:
            broken = place.scratch / f"damaged-{what}"
            broken.mkdir()
            (broken / "adit.db").write_bytes(bytes)
            ended = up(place, "--data", str(broken))
            refused(ended, "adit.db", what)
            equal((broken / "adit.db").read_bytes(), bytes, f"{what}: the file")
    with verdicts.case("a file of a newer Adit, or of another program, is refused"):
        import sqlite3

        other = place.scratch / "other"
        other.mkdir()
        with sqlite3.connect(other / "adit.db") as connection:
            connection.execute("create table somebody_elses (x)")
            connection.execute("insert into somebody_elses values (1)")
        connection.close()
        before = (other / "adit.db").read_bytes()
        refused(up(place, "--data", str(other)), "adit.db")
        equal((other / "adit.db").read_bytes(), before)


def unusable(place, verdicts):
    with verdicts.case("a data folder that cannot be is a clear error"):
        file = place.scratch / "file"
        file.write_text("not a folder")
        refused(up(place, "--data", str(file)), str(file))
        refused(up(place, "--ephemeral", "--data", str(place.scratch / "x")), "--data")
        refused(up(place, "--ephemeral", "--trust", str(place.scratch / "none.pem")), "none.pem")
        file.write_text("not a certificate")
        refused(up(place, "--ephemeral", "--trust", str(file)), str(file))


def ports(place, verdicts):
    with verdicts.case("a taken port is a clear error that names the flag"):
        for flag in ["--api-port", "--https-port", "--http-port", "--proxy-port"]:
            with socket.socket() as holder:
                holder.bind(("127.0.0.1", 0))
                holder.listen()
                port = holder.getsockname()[1]
                flags = [f for f in ["--api-port", "--https-port", "--http-port", "--proxy-port"] if f != flag]
                free = [part for each in flags for part in (each, "0")]
                ended = up(place, "--ephemeral", flag, str(port), free=free)
                refused(ended, str(port), flag)
                contains(ended.stderr, flag)
    with verdicts.case("two Adits with the same ports: the second is refused"):
        with Adit(place.adit) as adit:
            for flag, listener in [("--https-port", "edge_https"), ("--proxy-port", "vantage"), ("--api-port", "api")]:
                others = [f for f in ["--api-port", "--https-port", "--http-port", "--proxy-port"] if f != flag]
                free = [part for each in others for part in (each, "0")]
                refused(up(place, "--ephemeral", flag, str(adit.port(listener)), free=free), flag)


def up(place, *flags, free=None):
    """An `adit up` that should end by itself; killed when it does not."""
    free = free or [part for each in ("api", "https", "http", "proxy") for part in (f"--{each}-port", "0")]
    command = [str(place.adit), "up", *flags, *free]
    try:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=20, stdin=subprocess.DEVNULL, env=environment()
        )
    except subprocess.TimeoutExpired as ran_on:
        said = (ran_on.stdout or b"").decode() + (ran_on.stderr or b"").decode()
        raise AssertionError(f"`adit up {' '.join(flags)}` runs on: {said}") from None


def refused(ended, part, what=""):
    assert ended.returncode not in (0, 101), f"{what}: exit code {ended.returncode}: {ended.stderr}"
    assert ended.returncode > 0, f"{what}: ended by signal {-ended.returncode}"
    contains(ended.stderr, part, what)
    assert "panicked" not in ended.stderr, f"{what}: {ended.stderr}"


def json_status(adit):
    return adit.get("/_adit/status")
