"""Tags of distributions and functions."""

from outside.distributions import config, remove
from outside.errors import refuses
from outside.verdicts import equal


def pairs(**tags):
    return {"Items": [{"Key": key, "Value": value} for key, value in tags.items()]}


def run(aws, verdicts):
    cloudfront = aws.client("cloudfront")
    read = lambda arn: {t["Key"]: t["Value"] for t in cloudfront.list_tags_for_resource(Resource=arn)["Tags"]["Items"]}

    with verdicts.case("a distribution has tags from the start, and others later"):
        tagged = {"DistributionConfig": config(f"{aws.name} tagged"), "Tags": pairs(team="edge")}
        made = cloudfront.create_distribution_with_tags(DistributionConfigWithTags=tagged)["Distribution"]
        equal(read(made["ARN"]), {"team": "edge"})
        cloudfront.tag_resource(Resource=made["ARN"], Tags=pairs(team="core", stage="test"))
        cloudfront.untag_resource(Resource=made["ARN"], TagKeys={"Items": ["stage"]})
        equal(read(made["ARN"]), {"team": "core"})
        with refuses("InvalidTagging", status=400):
            cloudfront.tag_resource(Resource=made["ARN"], Tags=pairs(**{"aws:own": "x"}))
        remove(cloudfront, made["Id"])
        with refuses("NoSuchResource", status=404):
            cloudfront.list_tags_for_resource(Resource=made["ARN"])

    with verdicts.case("so has a function"):
        made = cloudfront.create_function(
            Name="tagged",
            FunctionConfig={"Comment": "", "Runtime": "cloudfront-js-2.0"},
            FunctionCode=b"function handler() {}",
            Tags=pairs(team="edge"),
        )
        arn = made["FunctionSummary"]["FunctionMetadata"]["FunctionARN"]
        equal(read(arn), {"team": "edge"})
        cloudfront.untag_resource(Resource=arn, TagKeys={"Items": ["team"]})
        equal(read(arn), {})
        cloudfront.delete_function(Name="tagged", IfMatch=made["ETag"])
