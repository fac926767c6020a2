"""AWS's prefix lists: CloudFront's origin-facing one, and those that gateway endpoints lead to."""

from outside.errors import by, refuses
from outside.verdicts import contains, equal

ORIGIN_FACING = "com.amazonaws.global.cloudfront.origin-facing"


def run(aws, verdicts):
    ec2 = aws.client("ec2")

    with verdicts.case("lists are found by name"):
        [found] = ec2.describe_managed_prefix_lists(Filters=by("prefix-list-name", ORIGIN_FACING))["PrefixLists"]
        equal((found["PrefixListName"], found["OwnerId"], found["State"]), (ORIGIN_FACING, "AWS", "create-complete"))
        equal(found["AddressFamily"], "IPv4")
        equal(found["PrefixListArn"], f"arn:aws:ec2:eu-west-1:aws:prefix-list/{found['PrefixListId']}")
        [s3] = ec2.describe_prefix_lists(Filters=by("prefix-list-name", "com.amazonaws.eu-west-1.s3"))["PrefixLists"]
        equal(s3["PrefixListId"], "pl-6da54004")
        assert s3["Cidrs"] and all("/" in cidr for cidr in s3["Cidrs"])
        [table] = ec2.describe_prefix_lists(PrefixListIds=["pl-6fa54006"])["PrefixLists"]
        equal(table["PrefixListName"], "com.amazonaws.eu-west-1.dynamodb")
        names = {p["PrefixListName"] for p in ec2.describe_managed_prefix_lists()["PrefixLists"]}
        equal(names, {ORIGIN_FACING, s3["PrefixListName"], table["PrefixListName"]})

    with verdicts.case("entries, page by page"):
        every = ec2.get_managed_prefix_list_entries(PrefixListId=found["PrefixListId"])["Entries"]
        page = ec2.get_managed_prefix_list_entries(PrefixListId=found["PrefixListId"], MaxResults=5)
        got = list(page["Entries"])
        for _ in range(10):
            if "NextToken" not in page:
                break
            page = ec2.get_managed_prefix_list_entries(
                PrefixListId=found["PrefixListId"], MaxResults=5, NextToken=page["NextToken"]
            )
            got += page["Entries"]
        equal(got, every)
        entries = ec2.get_managed_prefix_list_entries(PrefixListId=s3["PrefixListId"])["Entries"]
        equal(sorted(e["Cidr"] for e in entries), sorted(s3["Cidrs"]))

    with verdicts.case("a page of lists"):
        page = ec2.describe_managed_prefix_lists(MaxResults=1)
        equal(len(page["PrefixLists"]), 1)
        contains(page, "NextToken")
        equal(len(ec2.describe_prefix_lists(MaxResults=2)["PrefixLists"]), 2)

    with verdicts.case("what is refused"):
        with refuses("InvalidPrefixListID.NotFound", status=400):
            ec2.describe_managed_prefix_lists(PrefixListIds=["pl-00000000"])
        with refuses("InvalidPrefixListID.NotFound"):
            ec2.get_managed_prefix_list_entries(PrefixListId="pl-00000000")
        with refuses("InvalidPrefixListId.Malformed"):
            ec2.describe_prefix_lists(PrefixListIds=["list"])
        with refuses("UnauthorizedOperation", status=403):
            ec2.create_tags(Resources=[found["PrefixListId"]], Tags=[{"Key": "k", "Value": "v"}])
