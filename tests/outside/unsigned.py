"""AWS calls that no SDK would make: signed in shape only, with whatever body; and the shapes of AWS's errors."""

import http.client
import json
import xml.etree.ElementTree as xml

from outside.adit import ACCOUNT


def scope(service, region="eu-west-1"):
    return (
        f"AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/{region}/{service}/aws4_request, "
        f"SignedHeaders=host;x-amz-date, Signature={'0' * 64}"
    )


class Reply:
    def __init__(self, answer):
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.body = answer.read()

    def __str__(self):
        return f"{self.status} {self.headers} {self.body[:400]!r}"


def call(adit, service, method="POST", path="/", body=b"", headers=None, region="eu-west-1"):
    connection = http.client.HTTPConnection("127.0.0.1", adit.port("api"), timeout=20)
    try:
        sent = {"Authorization": scope(service, region), "X-Amz-Date": "20260101T000000Z", **(headers or {})}
        connection.request(method, path, body=body, headers={n: v for n, v in sent.items() if v is not None})
        return Reply(connection.getresponse())
    finally:
        connection.close()


def form(adit, service, body, **more):
    return call(adit, service, body=body, headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, **more)


def error_code(service, reply):
    """The error's code, read as that service's SDK reads it; fails when the shape is another."""
    if service in ("acm", "apigateway"):
        document = json.loads(reply.body)
        assert isinstance(document, dict), f"no object: {reply}"
        code = reply.headers.get("x-amzn-errortype") or document.get("__type") or document.get("code")
        assert code, f"no code: {reply}"
        return code.rpartition("#")[2].partition(":")[0]
    root = xml.fromstring(reply.body)
    bare = {element.tag.rpartition("}")[2]: (element.text or "") for element in root.iter()}
    assert bare.get("Code"), f"no Code: {reply}"
    if service == "ec2":
        assert root.tag == "Response" and root.find("Errors/Error/Code") is not None, f"not EC2's shape: {reply}"
    else:
        assert root.tag.rpartition("}")[2] == "ErrorResponse", f"no ErrorResponse: {reply}"
    return bare["Code"]
