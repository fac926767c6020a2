"""Who is calling."""

from outside.adit import ACCOUNT
from outside.verdicts import equal


def run(aws, verdicts):
    with verdicts.case("the account is the access key's"):
        said = aws.client("sts").get_caller_identity()
        equal(said["Account"], ACCOUNT)
        equal(aws.client("sts", account="210987654321").get_caller_identity()["Account"], "210987654321")
