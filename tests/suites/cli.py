"""Design B with the AWS CLI, and the CLI against what it built."""

import json
import os
import socket
import subprocess

from outside.adit import Adit, environment, last_words
from outside.curl import Viewers
from outside.upstream import Upstream
from outside.verdicts import contains, equal


def run(place, verdicts):
    with Adit(place.adit) as adit:
        path = f"{place.aws().parent}{os.pathsep}{os.environ['PATH']}"
        env = environment(AWS_ENDPOINT_URL=adit.endpoint, PATH=path)

        def aws(*arguments):
            return subprocess.run([place.aws(), *arguments], capture_output=True, text=True, timeout=60, env=env)

        domain = ""
        with verdicts.case("design_b.sh builds it with the AWS CLI, unmodified"):
            script = [str(place.tests / "design_b.sh")]
            ended = subprocess.run(script, capture_output=True, text=True, timeout=600, env=env)
            assert ended.returncode == 0, last_words(ended)
            domain = ended.stdout.strip().splitlines()[-1]
        if not domain:
            return
        with verdicts.case("its distribution answers"):
            answer = Viewers(adit).get("internet-IE", f"https://{domain}/v1/hello")
            equal((answer.status, answer.body), (200, '{"message":"hello from a private API"}'))
        with verdicts.case("examples/private-api puts a service behind it"), Upstream() as own:
            script = [str(place.tests.parent / "examples/private-api/own_service.sh"), "api.example.com"]
            ended = subprocess.run(script, capture_output=True, text=True, timeout=120, env=env)
            assert ended.returncode == 0, last_words(ended)
            equal(adit.run("bind", f"api.example.com=127.0.0.1:{own.port}").returncode, 0)
            answer = Viewers(adit).get("internet-IE", f"https://{domain}/v1/own/a/b?c=d")
            equal((answer.status, answer.header("x-backend")), (200, "real"))
            equal(json.loads(answer.body)["path"], "/a/b?c=d")
        with verdicts.case("examples/ci/check.sh starts, applies, asks and ends; its exit codes say what failed"):
            recipe(place, env)
        with verdicts.case("the CLI prints AWS's errors"):
            ended = aws("ec2", "describe-vpcs", "--vpc-ids", "vpc-00000000000000000")
            assert ended.returncode != 0, "an unknown VPC was found"
            contains(ended.stderr, "(InvalidVpcID.NotFound)")
            ended = aws("cloudfront", "get-distribution", "--id", "E00000000000")
            contains(ended.stderr, "(NoSuchDistribution)")
            ended = aws("apigateway", "get-rest-api", "--rest-api-id", "aaaaaaaaaa")
            contains(ended.stderr, "(NotFoundException)")
            ended = aws("elbv2", "describe-load-balancers", "--names", "nobody")
            contains(ended.stderr, "(LoadBalancerNotFound)")
            ended = aws("acm", "describe-certificate", "--certificate-arn", "arn:aws:acm:eu-west-1:123456789012:certificate/0")
            assert ended.returncode != 0, ended.stdout
        with verdicts.case("the CLI asks who it is"):
            ended = aws("sts", "get-caller-identity")
            equal(json.loads(ended.stdout)["Account"], "123456789012", ended.stderr)


def recipe(place, env):
    """On the default ports, as a CI would, unless something else is there."""
    check = str(place.tests.parent / "examples/ci/check.sh")
    binary = place.scratch / "bin"
    binary.mkdir()
    (binary / "adit").symlink_to(place.adit)
    env = {name: value for name, value in env.items() if name != "AWS_ENDPOINT_URL"}
    env["PATH"] = f"{binary}{os.pathsep}{env['PATH']}"
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", 4566)) == 0:
            print("        port 4566 is taken: the recipe was not run", flush=True)
            return

    def run(*arguments):
        return subprocess.run([check, *arguments], capture_output=True, text=True, timeout=300, env=env)

    built = str(place.tests / "design_b.sh")
    ended = run("/v1/hello", built)
    equal(ended.returncode, 0, ended.stderr[-2000:])
    equal(run("/v1/hello", "false").returncode, 2)
    equal(run("/v1/hello", "echo", "d0000000000000.cloudfront.net").returncode, 3)
