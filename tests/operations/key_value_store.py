"""Key value stores, by their names, and the function that reads one."""

from outside.adit import ACCOUNT
from outside.errors import refuses
from outside.verdicts import equal


def run(aws, verdicts):
    cloudfront = aws.client("cloudfront")

    with verdicts.case("one is made, read, changed, listed and deleted"):
        made = cloudfront.create_key_value_store(
            Name="routes", Comment="first", Tags={"Items": [{"Key": "team", "Value": "edge"}]}
        )
        store = made["KeyValueStore"]
        equal((store["Name"], store["Comment"], store["Status"]), ("routes", "first", "PROVISIONING"))
        equal(store["ARN"], f"arn:aws:cloudfront::{ACCOUNT}:key-value-store/{store['Id']}")
        tags = cloudfront.list_tags_for_resource(Resource=store["ARN"])["Tags"]["Items"]
        equal(tags, [{"Key": "team", "Value": "edge"}])
        got = cloudfront.describe_key_value_store(Name="routes")
        equal((got["KeyValueStore"]["Status"], got["ETag"]), ("READY", made["ETag"]))
        with refuses("EntityAlreadyExists", status=409):
            cloudfront.create_key_value_store(Name="routes")
        with refuses("PreconditionFailed", status=412):
            cloudfront.update_key_value_store(Name="routes", Comment="x", IfMatch="E0000000000000")
        changed = cloudfront.update_key_value_store(Name="routes", Comment="second", IfMatch=made["ETag"])
        equal(changed["KeyValueStore"]["Comment"], "second")
        listing = cloudfront.list_key_value_stores(Status="READY")["KeyValueStoreList"]
        equal([s["Name"] for s in listing["Items"]], ["routes"])

        config = {
            "Comment": "",
            "Runtime": "cloudfront-js-2.0",
            "KeyValueStoreAssociations": {"Quantity": 1, "Items": [{"KeyValueStoreARN": store["ARN"]}]},
        }
        function = cloudfront.create_function(Name="reader", FunctionConfig=config, FunctionCode=b"function handler() {}")
        equal(function["FunctionSummary"]["FunctionConfig"], config)
        with refuses("CannotDeleteEntityWhileInUse", status=409):
            cloudfront.delete_key_value_store(Name="routes", IfMatch=changed["ETag"])
        cloudfront.delete_function(Name="reader", IfMatch=function["ETag"])
        cloudfront.delete_key_value_store(Name="routes", IfMatch=changed["ETag"])
        with refuses("EntityNotFound", status=404):
            cloudfront.describe_key_value_store(Name="routes")
