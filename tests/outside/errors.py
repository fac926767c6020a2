"""AWS's refusals as a boto3 caller meets them."""

from contextlib import contextmanager

from botocore.exceptions import ClientError


@contextmanager
def refuses(*codes, status=None):
    """The call inside must be refused with one of these codes."""
    try:
        yield
    except ClientError as refused:
        code = refused.response["Error"]["Code"]
        got = refused.response["ResponseMetadata"]["HTTPStatusCode"]
        assert code in codes, f"expected {' or '.join(codes)}, got {refused}"
        # The CLI does not say the status.
        assert None in (status, got) or status == got, f"expected status {status}, got {got}: {refused}"
        assert refused.response["Error"].get("Message") or code.isdigit(), f"no message: {refused.response}"
    else:
        raise AssertionError(f"not refused; expected {' or '.join(codes)}")


def by(name, *values):
    return [{"Name": name, "Values": list(values)}]
