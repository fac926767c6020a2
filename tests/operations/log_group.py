"""Log groups and streams, their retention, keys, tags and policies."""

import json

from outside.errors import refuses
from outside.verdicts import equal

STEM = "arn:aws:logs:eu-west-1:123456789012:log-group:"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
DOCUMENT = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "es.amazonaws.com"}, "Action": "logs:PutLogEvents", "Resource": "*"}
        ],
    }
)


def run(aws, verdicts):
    logs = aws.client("logs")
    groups(logs, verdicts)
    pages(logs, verdicts)
    streams(logs, verdicts)
    tags(logs, verdicts)
    policies(logs, verdicts)


def one(logs, name):
    return logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]


def groups(logs, verdicts):
    name = "/aws/lambda/made"
    with verdicts.case("a group is created with every member and read back"):
        logs.create_log_group(
            logGroupName=name,
            kmsKeyId=KEY,
            tags={"a": "1"},
            logGroupClass="INFREQUENT_ACCESS",
            deletionProtectionEnabled=False,
        )
        found = one(logs, name)
        assert found.pop("creationTime") > 1_600_000_000_000
        wanted = {
            "logGroupName": name,
            "arn": f"{STEM}{name}:*",
            "logGroupArn": f"{STEM}{name}",
            "metricFilterCount": 0,
            "storedBytes": 0,
            "kmsKeyId": KEY,
            "logGroupClass": "INFREQUENT_ACCESS",
            "deletionProtectionEnabled": False,
        }
        equal(found, wanted)
        with refuses("ResourceAlreadyExistsException", status=400):
            logs.create_log_group(logGroupName=name)
    with verdicts.case("retention is one of AWS's numbers of days, or for ever"):
        logs.put_retention_policy(logGroupName=name, retentionInDays=14)
        equal(one(logs, name)["retentionInDays"], 14)
        with refuses("InvalidParameterException"):
            logs.put_retention_policy(logGroupName=name, retentionInDays=2)
        logs.delete_retention_policy(logGroupName=name)
        assert "retentionInDays" not in one(logs, name)
    with verdicts.case("a key comes and goes, by name and by ARN"):
        logs.disassociate_kms_key(logGroupName=name)
        assert "kmsKeyId" not in one(logs, name)
        logs.associate_kms_key(resourceIdentifier=f"{STEM}{name}", kmsKeyId=KEY)
        equal(one(logs, name)["kmsKeyId"], KEY)
        with refuses("InvalidParameterException"):
            logs.associate_kms_key(logGroupName=name, kmsKeyId="not-a-key")
    with verdicts.case("a group is deleted once, and never while it is protected"):
        logs.delete_log_group(logGroupName=name)
        with refuses("ResourceNotFoundException", status=400):
            logs.delete_log_group(logGroupName=name)
        with refuses("ResourceNotFoundException"):
            logs.put_retention_policy(logGroupName=name, retentionInDays=1)
        with refuses("ResourceNotFoundException"):
            logs.create_log_stream(logGroupName=name, logStreamName="s")
        logs.create_log_group(logGroupName="kept", deletionProtectionEnabled=True)
        with refuses("ValidationException"):
            logs.delete_log_group(logGroupName="kept")
        logs.put_log_group_deletion_protection(logGroupIdentifier="kept", deletionProtectionEnabled=False)
        logs.delete_log_group(logGroupName="kept")
        with refuses("InvalidParameterException"):
            logs.create_log_group(logGroupName="aws/mine")
        with refuses("InvalidParameterException"):
            logs.create_log_group(logGroupName="no spaces")


def pages(logs, verdicts):
    with verdicts.case("groups are found by prefix, by a part, by names, in pages"):
        names = [f"page/{n}" for n in range(5)]
        for name in names:
            logs.create_log_group(logGroupName=name)
        seen, more = [], {}
        for _ in range(5):
            page = logs.describe_log_groups(logGroupNamePrefix="page/", limit=2, **more)
            seen += [group["logGroupName"] for group in page["logGroups"]]
            if not page.get("nextToken"):
                break
            more = {"nextToken": page["nextToken"]}
        equal(seen, names)
        part = logs.describe_log_groups(logGroupNamePattern="ge/3")["logGroups"]
        equal([(group["logGroupName"], group["arn"]) for group in part], [("page/3", f"{STEM}page/3:*")])
        named = logs.describe_log_groups(logGroupIdentifiers=["page/1", "page/4"])["logGroups"]
        equal([group["logGroupName"] for group in named], ["page/1", "page/4"])
        rare = logs.describe_log_groups(logGroupNamePrefix="page/", logGroupClass="INFREQUENT_ACCESS")
        equal(rare["logGroups"], [])
        with refuses("InvalidParameterException"):
            logs.describe_log_groups(logGroupNamePrefix="page/", logGroupNamePattern="page")
        for name in names:
            logs.delete_log_group(logGroupName=name)


def streams(logs, verdicts):
    group = "streams"
    logs.create_log_group(logGroupName=group)
    with verdicts.case("streams are created, listed and deleted"):
        names = ["2026/01/01/[$LATEST]a", "b", "c d"]
        for name in names:
            logs.create_log_stream(logGroupName=group, logStreamName=name)
        with refuses("ResourceAlreadyExistsException"):
            logs.create_log_stream(logGroupName=group, logStreamName="b")
        with refuses("InvalidParameterException"):
            logs.create_log_stream(logGroupName=group, logStreamName="a:b")
        found = logs.describe_log_streams(logGroupName=group)["logStreams"]
        equal([stream["logStreamName"] for stream in found], names)
        equal(found[1]["arn"], f"{STEM}{group}:log-stream:b")
        first = logs.describe_log_streams(logGroupIdentifier=f"{STEM}{group}", limit=2, descending=True)
        equal([stream["logStreamName"] for stream in first["logStreams"]], names[:0:-1])
        last = logs.describe_log_streams(logGroupName=group, limit=2, descending=True, nextToken=first["nextToken"])
        equal([stream["logStreamName"] for stream in last["logStreams"]], names[:1])
        by_time = logs.describe_log_streams(logGroupName=group, orderBy="LastEventTime")["logStreams"]
        equal(len(by_time), 3)
        with refuses("InvalidParameterException"):
            logs.describe_log_streams(logGroupName=group, orderBy="LastEventTime", logStreamNamePrefix="b")
        logs.delete_log_stream(logGroupName=group, logStreamName="b")
        with refuses("ResourceNotFoundException"):
            logs.delete_log_stream(logGroupName=group, logStreamName="b")
    logs.delete_log_group(logGroupName=group)


def tags(logs, verdicts):
    group, arn = "tagged", f"{STEM}tagged"
    logs.create_log_group(logGroupName=group, tags={"a": "1"})
    with verdicts.case("tags by the group's name and by its ARN"):
        logs.tag_log_group(logGroupName=group, tags={"b": "2"})
        logs.tag_resource(resourceArn=arn, tags={"c": "3"})
        wanted = {"a": "1", "b": "2", "c": "3"}
        equal(logs.list_tags_for_resource(resourceArn=arn)["tags"], wanted)
        equal(logs.list_tags_log_group(logGroupName=group)["tags"], wanted)
        logs.untag_log_group(logGroupName=group, tags=["a"])
        logs.untag_resource(resourceArn=arn, tagKeys=["b"])
        equal(logs.list_tags_for_resource(resourceArn=arn)["tags"], {"c": "3"})
        with refuses("ResourceNotFoundException"):
            logs.list_tags_for_resource(resourceArn=f"{STEM}none")
    logs.delete_log_group(logGroupName=group)


def policies(logs, verdicts):
    group, arn = "guarded", f"{STEM}guarded"
    logs.create_log_group(logGroupName=group)
    with verdicts.case("resource policies of the account and of a group"):
        said = logs.put_resource_policy(policyName="mine", policyDocument=DOCUMENT)["resourcePolicy"]
        equal((said["policyName"], json.loads(said["policyDocument"])), ("mine", json.loads(DOCUMENT)))
        revision = logs.put_resource_policy(resourceArn=arn, policyName="its", policyDocument=DOCUMENT)["revisionId"]
        with refuses("InvalidParameterException"):
            logs.put_resource_policy(resourceArn=arn, policyName="its", policyDocument=DOCUMENT)
        account = logs.describe_resource_policies()["resourcePolicies"]
        equal([(each["policyName"], each["policyScope"]) for each in account], [("mine", "ACCOUNT")])
        its = logs.describe_resource_policies(resourceArn=arn, policyScope="RESOURCE")["resourcePolicies"]
        equal([(each["resourceArn"], each["revisionId"]) for each in its], [(arn, revision)])
        with refuses("InvalidParameterException"):
            logs.put_resource_policy(policyName="bad", policyDocument="not JSON")
        logs.delete_resource_policy(policyName="mine")
        logs.delete_resource_policy(resourceArn=arn, expectedRevisionId=revision)
        with refuses("ResourceNotFoundException"):
            logs.delete_resource_policy(policyName="mine")
    logs.delete_log_group(logGroupName=group)
