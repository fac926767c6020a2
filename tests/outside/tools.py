"""AWS's two Python clients behind one face: boto3, and the AWS CLI run within this process.

A module of `operations/` is written once against `aws.client("ec2").create_vpc(CidrBlock=...)` and run with each tool. Both
keep the names of the operations that they carried, so that the suite can tell what no module called.
"""

import contextlib
import io
import json
import os
import re

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

REGION = "eu-west-1"
# What the CLI writes when AWS refuses.
REFUSAL = re.compile(r"An error occurred \(([^)]*)\) when calling the (\w+) operation[^:]*: (.*)", re.DOTALL)


def home(service, region=None):
    """CloudFront, IAM and Route 53 live in us-east-1."""
    return region or ("us-east-1" if service in ("cloudfront", "iam", "route53") else REGION)


class Boto3:
    """`aws.client(service)`; `account` calls as another account."""

    name = "boto3"

    def __init__(self, adit):
        self.adit = adit
        self.called = set()
        self.session = boto3.Session()

    def client(self, service, region=None, account=None):
        who = {"aws_access_key_id": account, "aws_secret_access_key": "x"} if account else {}
        client = self.session.client(
            service,
            region_name=home(service, region),
            endpoint_url=self.adit.endpoint,
            config=Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=30),
            **who,
        )
        client.meta.events.register("after-call", self._answered)
        return client

    def _answered(self, http_response, model, **_):
        if http_response.status_code < 300:
            self.called.add((model.service_model.service_name, model.name))


class Cli:
    """The same face over `aws SERVICE OPERATION --cli-input-json ...`. Answers are the CLI's JSON: times are texts, and there
    is no ResponseMetadata. Members that are bytes are given and come as text."""

    name = "aws cli"

    def __init__(self, adit):
        from awscli.clidriver import create_clidriver

        self.adit = adit
        self.called = set()
        self.driver = create_clidriver()
        self.session = boto3.Session()

    def client(self, service, region=None, account=None):
        return CliClient(self, service, home(service, region), account)

    def run(self, arguments, account=None, fresh=False):
        out, err = io.StringIO(), io.StringIO()
        mine = os.environ["AWS_ACCESS_KEY_ID"]
        os.environ["AWS_ACCESS_KEY_ID"] = account or mine
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                # A driver keeps the credentials of its first call.
                driver = self._driver() if fresh or account is not None else self.driver
                code = driver.main(arguments)
        finally:
            os.environ["AWS_ACCESS_KEY_ID"] = mine
        return code, out.getvalue(), err.getvalue()

    @staticmethod
    def _driver():
        from awscli.clidriver import create_clidriver

        return create_clidriver()


class CliClient:
    def __init__(self, tool, service, region, account):
        self.tool, self.service, self.region, self.account = tool, service, region, account
        self.meta = tool.session.client(service, region_name=region, endpoint_url=tool.adit.endpoint).meta

    def __getattr__(self, method):
        if method not in self.meta.method_to_api_mapping:
            raise AttributeError(method)
        operation = self.meta.method_to_api_mapping[method]
        return lambda **parameters: self.call(operation, parameters)

    def call(self, operation, parameters, *more):
        """`more` are arguments that only the CLI has, such as the file that get-export writes."""
        arguments = [self.service, xform_name(operation, "-"), *more, "--no-paginate", "--output", "json"]
        arguments += ["--endpoint-url", self.tool.adit.endpoint, "--region", self.region]
        arguments += ["--cli-input-json", json.dumps(parameters, default=plain)]
        code, out, err = self.tool.run(arguments, self.account, self.unwraps(operation))
        if code != 0:
            refusal = REFUSAL.search(err)
            assert refusal, f"aws {' '.join(arguments[:2])} ended with {code}: {err.strip()[-600:]}"
            error = {"Code": refusal[1], "Message": refusal[3].strip()}
            raise ClientError({"Error": error, "ResponseMetadata": {"HTTPStatusCode": None}}, operation)
        self.tool.called.add((self.service, operation))
        return json.loads(out) if out.strip() else {}

    def unwraps(self, operation):
        """Whether the CLI makes options of wrapped booleans: the driver that did so fails at every other operation."""
        shape = self.meta.service_model.operation_model(operation).input_shape
        members = shape.members.values() if shape else []
        wrapped = [m for m in members if m.type_name == "structure" and list(m.members) == ["Value"]]
        return any(m.members["Value"].type_name == "boolean" for m in wrapped)


def plain(value):
    if isinstance(value, bytes):
        return value.decode()
    return value.isoformat()
