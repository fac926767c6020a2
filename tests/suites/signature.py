"""`adit up --verify-signatures`: what AWS's own signers sign passes, and nothing else does."""

import datetime
import json
import subprocess
import urllib.error
import urllib.request
from unittest import mock

import boto3
from botocore.config import Config

import design_b
from cloud import Cloud
from outside.adit import ACCOUNT, Adit, environment, run as command
from outside.errors import refuses
from outside.unsigned import error_code, form
from outside.verdicts import contains, equal
from suites.durable import refused, up

KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
OTHER, OTHER_SECRET, OTHER_ACCOUNT = "AKIDOTHER", "o/t+h=er", "111122223333"

# A call of each service that only looks, with what it answers to a wrong signature and to an unknown key.
LOOKS = {
    "sts": (lambda c: c.get_caller_identity(), "SignatureDoesNotMatch", "InvalidClientTokenId", 403),
    "ec2": (lambda c: c.describe_vpcs(), "AuthFailure", "AuthFailure", 401),
    "elbv2": (lambda c: c.describe_load_balancers(), "SignatureDoesNotMatch", "InvalidClientTokenId", 403),
    "cloudfront": (lambda c: c.list_distributions(), "SignatureDoesNotMatch", "InvalidClientTokenId", 403),
    "apigateway": (lambda c: c.get_rest_apis(limit=5), "InvalidSignatureException", "UnrecognizedClientException", 403),
    "acm": (lambda c: c.list_certificates(), "InvalidSignatureException", "UnrecognizedClientException", 400),
}


def run(place, verdicts):
    credentials = place.scratch / "credentials"
    credentials.write_text(
        f"[default]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n\n"
        f"[other]\naws_access_key_id = {OTHER}\naws_secret_access_key = {OTHER_SECRET}\naws_account_id = {OTHER_ACCOUNT}\n"
    )
    with Adit(place.adit, "--verify-signatures", "--credentials", str(credentials)) as adit:
        signed(place, verdicts, adit)
        changed(verdicts, adit)
        clocks(verdicts, adit)
        presigned(verdicts, adit)
        strangers(verdicts, adit)
        sessions(verdicts, adit)
    keys(place, verdicts)


def client(adit, service, key=KEY, secret=SECRET, token=None):
    return boto3.client(
        service,
        region_name="us-east-1" if service == "cloudfront" else "eu-west-1",
        endpoint_url=adit.endpoint,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": 1}),
    )


def signed(place, verdicts, adit):
    with verdicts.case("each service's calls pass, signed by boto3"):
        for service, (look, *_) in LOOKS.items():
            look(client(adit, service))
    with verdicts.case("design B is built, every call signed"):
        session = boto3.Session(aws_access_key_id=KEY, aws_secret_access_key=SECRET)
        b = design_b.build(Cloud(endpoint=adit.endpoint, session=session))
        arn = f"arn:aws:apigateway:eu-west-1::/restapis/{b.api}"
        # A path that holds an ARN is encoded twice.
        client(adit, "apigateway").tag_resource(resourceArn=arn, tags={"a b": "c/d+e=f&g"})
        tags = client(adit, "apigateway").get_tags(resourceArn=arn)["tags"]
        equal(tags["a b"], "c/d+e=f&g")
        client(adit, "apigateway").untag_resource(resourceArn=arn, tagKeys=["a b"])
    with verdicts.case("the account is the key's"):
        equal(client(adit, "sts").get_caller_identity()["Account"], ACCOUNT)
        equal(client(adit, "sts", OTHER, OTHER_SECRET).get_caller_identity()["Account"], OTHER_ACCOUNT)
    with verdicts.case("the AWS CLI's calls pass"):
        env = environment(
            AWS_ENDPOINT_URL=adit.endpoint, AWS_ACCESS_KEY_ID=OTHER, AWS_SECRET_ACCESS_KEY=OTHER_SECRET
        )
        for arguments in [["sts", "get-caller-identity"], ["cloudfront", "list-distributions", "--max-items", "1"]]:
            ended = subprocess.run([place.aws(), *arguments], capture_output=True, text=True, timeout=60, env=env)
            equal(ended.returncode, 0, ended.stderr)
        env["AWS_SECRET_ACCESS_KEY"] = "wrong"
        ended = subprocess.run([place.aws(), "sts", "get-caller-identity"], capture_output=True, text=True, env=env)
        contains(ended.stderr, "(SignatureDoesNotMatch)")


def changed(verdicts, adit):
    with verdicts.case("a wrong secret is refused in each service's words"):
        for service, (look, mismatch, _, status) in LOOKS.items():
            with refuses(mismatch, status=status):
                look(client(adit, service, secret="wrong"))
    with verdicts.case("a body, query, path or header that was changed after signing is refused"):

        def alter(request, **_):
            change(request)

        for service, call, change, code in [
            ("ec2", lambda c: c.create_vpc(CidrBlock="10.1.0.0/16"), body(b"10.1", b"10.2"), "AuthFailure"),
            ("sts", lambda c: c.get_caller_identity(), body(b"Action", b"action"), "SignatureDoesNotMatch"),
            ("apigateway", lambda c: c.get_rest_apis(limit=5), url("limit=5", "limit=6"), "InvalidSignatureException"),
            ("apigateway", lambda c: c.get_rest_api(restApiId="aaaaa"), url("aaaaa", "bbbbb"), "InvalidSignatureException"),
            ("acm", lambda c: c.list_certificates(), target, "InvalidSignatureException"),
        ]:
            altered = client(adit, service)
            altered.meta.events.register("before-send", alter)
            with refuses(code):
                call(altered)
    with verdicts.case("what was refused was not done"):
        found = client(adit, "ec2").describe_vpcs(Filters=[{"Name": "cidr", "Values": ["10.1.0.0/16", "10.2.0.0/16"]}])
        equal(found["Vpcs"], [])


def body(before, after):
    def change(request):
        data = request.body if isinstance(request.body, bytes) else request.body.encode()
        assert before in data, data
        request.body = data.replace(before, after)

    return change


def url(before, after):
    def change(request):
        assert before in request.url, request.url
        request.url = request.url.replace(before, after)

    return change


def target(request):
    del request.headers["X-Amz-Target"]
    request.headers["X-Amz-Target"] = "CertificateManager.RequestCertificate"


def clocks(verdicts, adit):
    now = datetime.datetime.now(datetime.timezone.utc)

    def at(minutes):
        moment = (now + datetime.timedelta(minutes=minutes)).replace(tzinfo=None)
        return mock.patch("botocore.auth.get_current_datetime", lambda *_, **__: moment)

    with verdicts.case("a clock that is ten minutes off passes"):
        for minutes in (-10, 10):
            with at(minutes):
                for service, (look, *_) in LOOKS.items():
                    look(client(adit, service))
    with verdicts.case("a clock that is more than a quarter of an hour off is refused, and told by how much"):
        for minutes, said in ((-20, "Signature expired: "), (20, "Signature not yet current: ")):
            with at(minutes):
                for service, (look, mismatch, *_) in LOOKS.items():
                    stale = "RequestExpired" if service == "ec2" else mismatch
                    try:
                        with refuses(stale):
                            look(client(adit, service))
                    except AssertionError as why:
                        raise AssertionError(f"{service}: {why}") from None
                try:
                    client(adit, "sts").get_caller_identity()
                except client(adit, "sts").exceptions.ClientError as error:
                    contains(str(error), said)


def presigned(verdicts, adit):
    with verdicts.case("a presigned request passes, until it is changed"):
        address = client(adit, "sts").generate_presigned_url("get_caller_identity", ExpiresIn=60)
        equal(fetch(address)[0], 200)
        contains(fetch(address)[1], ACCOUNT)
        status, text = fetch(address.replace("X-Amz-Expires=60", "X-Amz-Expires=600"))
        equal(status, 403)
        contains(text, "<Code>SignatureDoesNotMatch</Code>")
    with verdicts.case("a presigned request is over when it says so"):
        then = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) - datetime.timedelta(seconds=120)
        with mock.patch("botocore.auth.get_current_datetime", lambda *_, **__: then):
            address = client(adit, "sts").generate_presigned_url("get_caller_identity", ExpiresIn=60)
        status, text = fetch(address)
        equal(status, 403)
        contains(text, "Signature expired: ")


def fetch(address):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(address, method="POST"), timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused_answer:
        return refused_answer.code, refused_answer.read().decode()


def strangers(verdicts, adit):
    with verdicts.case("an unknown key is refused in each service's words"):
        for service, (look, _, unknown, status) in LOOKS.items():
            with refuses(unknown, status=status):
                look(client(adit, service, key="AKIDNOBODY"))
    with verdicts.case("a call that is signed in shape only, or not at all, is refused before it is looked at"):
        reply = form(adit, "ec2", "Action=NoSuchAction&Version=2016-11-15")
        equal((reply.status, error_code("ec2", reply)), (401, "AuthFailure"))
        reply = form(adit, "sts", "Action=GetCallerIdentity&Version=2011-06-15")
        equal((reply.status, error_code("sts", reply)), (403, "InvalidClientTokenId"))
        request = urllib.request.Request(
            adit.endpoint,
            data=b"Action=GetCallerIdentity&Version=2011-06-15",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        status, text = post(request)
        equal(status, 403)
        contains(text, "<Code>MissingAuthenticationToken</Code>")
        request.add_header("Authorization", "AWS4-HMAC-SHA256 Credential=x")
        status, text = post(request)
        equal(status, 403)
        contains(text, "<Code>IncompleteSignature</Code>")
        contains(text, "requires 'Signature' parameter")
    with verdicts.case("Adit's own commands need no signature"):
        equal(adit.run("status").returncode, 0)


def post(request):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused_answer:
        return refused_answer.code, refused_answer.read().decode()


def sessions(verdicts, adit):
    with verdicts.case("keys that AssumeRole gave out pass with their token, and only with it"):
        trust = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}],
        }
        role = client(adit, "iam").create_role(RoleName="deploy", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        given = client(adit, "sts").assume_role(RoleArn=role, RoleSessionName="ci")["Credentials"]
        key, secret, token = given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"]
        said = client(adit, "sts", key, secret, token).get_caller_identity()
        contains(said["Arn"], "assumed-role/deploy/ci")
        for service, (look, mismatch, unknown, _) in LOOKS.items():
            look(client(adit, service, key, secret, token))
            with refuses(unknown):
                look(client(adit, service, key, secret))
            with refuses(unknown):
                look(client(adit, service, key, secret, token[:-4] + "AAAA"))
            with refuses(mismatch):
                look(client(adit, service, key, "wrong", token))
        with refuses("InvalidClientTokenId"):
            client(adit, "sts", token=token).get_caller_identity()


def keys(place, verdicts):
    with verdicts.case("keys are given by flag, several, with accounts"):
        flags = ["--access-key", f"{KEY}:{SECRET}", "--access-key", f"{OTHER}:{OTHER_SECRET}:{OTHER_ACCOUNT}"]
        with Adit(place.adit, "--verify-signatures", *flags) as adit:
            equal(client(adit, "sts").get_caller_identity()["Account"], ACCOUNT)
            equal(client(adit, "sts", OTHER, OTHER_SECRET).get_caller_identity()["Account"], OTHER_ACCOUNT)
            with refuses("InvalidClientTokenId"):
                client(adit, "sts", ACCOUNT, "adit").get_caller_identity()
    with verdicts.case("without keys, those of `adit env` are known and no others"):
        with Adit(place.adit, "--verify-signatures") as adit:
            said = json.loads(command(place.adit, "env", "--json", "--api", adit.api).stdout)
            # The tests' environment names a key of its own, which `adit env` leaves alone.
            assert "AWS_ACCESS_KEY_ID" not in said, said
            equal(client(adit, "sts", ACCOUNT, "adit").get_caller_identity()["Account"], ACCOUNT)
            with refuses("SignatureDoesNotMatch"):
                client(adit, "sts", ACCOUNT, "tests").get_caller_identity()
    with verdicts.case("keys that cannot be are a clear error"):
        refused(up(place, "--ephemeral", "--verify-signatures", "--access-key", "no-secret"), "ID:SECRET")
        refused(up(place, "--ephemeral", "--verify-signatures", "--access-key", "a:b:12"), "twelve digits")
        none = place.scratch / "none"
        refused(up(place, "--ephemeral", "--verify-signatures", "--credentials", str(none)), str(none))
        none.write_text("[default]\naws_access_key_id = x\n")
        refused(up(place, "--ephemeral", "--verify-signatures", "--credentials", str(none)), "aws_secret_access_key")
