"""CloudFront functions: two stages, their code and versions, and the behaviors that run them."""

import tempfile
from pathlib import Path

from outside.adit import ACCOUNT
from outside.distributions import behavior, create as distribute, listed, remove
from outside.errors import refuses
from outside.tools import CliClient
from outside.verdicts import equal

CODE = b"function handler(event) { return event.request; }"


def code(client, name, stage):
    """The bytes. The CLI writes them to a file, and takes no --cli-input-json where it does."""
    if not isinstance(client, CliClient):
        return client.get_function(Name=name, Stage=stage)["FunctionCode"].read()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "code.js"
        where = ["--endpoint-url", client.tool.adit.endpoint, "--region", client.region, "--output", "json"]
        status, _, err = client.tool.run(
            ["cloudfront", "get-function", "--name", name, "--stage", stage, *where, str(path)], client.account
        )
        assert status == 0, err
        client.tool.called.add(("cloudfront", "GetFunction"))
        return path.read_bytes()


def run(aws, verdicts):
    cloudfront = aws.client("cloudfront")
    first = {"Comment": "first", "Runtime": "cloudfront-js-2.0"}

    with verdicts.case("one is developed, published, used and deleted"):
        made = cloudfront.create_function(Name="guard", FunctionConfig=first, FunctionCode=CODE)
        summary = made["FunctionSummary"]
        arn = summary["FunctionMetadata"]["FunctionARN"]
        equal(arn, f"arn:aws:cloudfront::{ACCOUNT}:function/guard")
        equal((summary["Status"], summary["FunctionMetadata"]["Stage"]), ("UNPUBLISHED", "DEVELOPMENT"))
        equal(summary["FunctionConfig"]["Runtime"], "cloudfront-js-2.0")
        with refuses("FunctionAlreadyExists", status=409):
            cloudfront.create_function(Name="guard", FunctionConfig=first, FunctionCode=CODE)
        with refuses("NoSuchFunctionExists", status=404):
            cloudfront.describe_function(Name="guard", Stage="LIVE")
        associations = listed({"FunctionARN": arn, "EventType": "viewer-request"})
        with refuses("InvalidFunctionAssociation", status=400):
            distribute(
                cloudfront, f"{aws.name} early", DefaultCacheBehavior=behavior(FunctionAssociations=associations)
            )
        published = cloudfront.publish_function(Name="guard", IfMatch=made["ETag"])["FunctionSummary"]
        equal((published["Status"], published["FunctionMetadata"]["Stage"]), ("UNASSOCIATED", "LIVE"))
        changed = cloudfront.update_function(
            Name="guard",
            IfMatch=made["ETag"],
            FunctionConfig={"Comment": "second", "Runtime": "cloudfront-js-1.0"},
            FunctionCode=b"function handler() {}",
        )
        equal(changed["FunctionSummary"]["FunctionConfig"]["Comment"], "second")
        with refuses("PreconditionFailed", status=412):
            cloudfront.publish_function(Name="guard", IfMatch="E0000000000000")
        described = cloudfront.describe_function(Name="guard")
        equal(described["FunctionSummary"]["FunctionConfig"]["Comment"], "second")
        equal(code(cloudfront, "guard", "LIVE"), CODE)
        equal(code(cloudfront, "guard", "DEVELOPMENT"), b"function handler() {}")
        stages = [f["FunctionMetadata"]["Stage"] for f in cloudfront.list_functions()["FunctionList"]["Items"]]
        equal(stages, ["DEVELOPMENT", "LIVE"])
        equal(cloudfront.list_functions(Stage="LIVE", MaxItems="1")["FunctionList"]["Quantity"], 1)

        distribution, _ = distribute(
            cloudfront, f"{aws.name} function", DefaultCacheBehavior=behavior(FunctionAssociations=associations)
        )
        kept = distribution["DistributionConfig"]["DefaultCacheBehavior"]["FunctionAssociations"]
        equal(kept, associations)
        equal(cloudfront.describe_function(Name="guard", Stage="LIVE")["FunctionSummary"]["Status"], "DEPLOYED")
        etag = cloudfront.describe_function(Name="guard")["ETag"]
        with refuses("FunctionInUse", status=409):
            cloudfront.delete_function(Name="guard", IfMatch=etag)
        remove(cloudfront, distribution["Id"])
        cloudfront.delete_function(Name="guard", IfMatch=etag)
        with refuses("NoSuchFunctionExists", status=404):
            cloudfront.describe_function(Name="guard")

    with verdicts.case("code of more than 10 KB is refused"):
        with refuses("FunctionSizeLimitExceeded", status=413):
            cloudfront.create_function(Name="big", FunctionConfig=first, FunctionCode=b" " * 10_241)
