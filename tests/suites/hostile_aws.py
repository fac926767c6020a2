"""Bad input to the AWS APIs: an error in the shape of the service's protocol, a code of AWS's, never a 500."""

import gzip
import json

from outside.unsigned import Reply, call, error_code, form
from outside.verdicts import equal

XML = {"Content-Type": "application/xml"}
NAMESPACE = 'xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"'
BOMB = "<!DOCTYPE a [" + "".join(
    f'<!ENTITY e{n} "{("&e%d;" % (n - 1)) * 10 if n else "lol"}">' for n in range(10)
) + "]>"
DISTRIBUTION = "/2020-05-31/distribution"


def run(scene, verdicts):
    adit = scene.adit

    def refused(service, reply, code=None, status=None):
        assert 400 <= reply.status < 500, f"status: {reply}"
        got = error_code(service, reply)
        if code:
            assert got in code if isinstance(code, tuple) else got == code, f"expected {code}, got {got}: {reply}"
        if status:
            equal(reply.status, status, str(reply))

    query(scene, verdicts, adit, refused)
    rest_xml(scene, verdicts, adit, refused)
    json_1_1(scene, verdicts, adit, refused)
    rest_json(scene, verdicts, adit, refused)
    whose(scene, verdicts, adit)
    large(scene, verdicts, adit)


def query(scene, verdicts, adit, refused):
    versions = {"ec2": "2016-11-15", "elasticloadbalancing": "2015-12-01", "sts": "2011-06-15"}
    asks = {
        "ec2": "DescribeVpcs",
        "elasticloadbalancing": "DescribeLoadBalancers",
        "sts": "GetCallerIdentity",
    }
    for service, version in versions.items():
        with verdicts.case(f"{service}: actions and versions that are none"):
            refused(service, form(adit, service, f"Action=MakeCoffee&Version={version}"), ("InvalidAction",))
            refused(service, form(adit, service, f"Version={version}"), ("MissingAction", "InvalidAction"))
            refused(service, form(adit, service, ""))
            # Which of two counts, and what an old version is told, is not established: an answer, and no failure.
            for body in [f"Action={asks[service]}&Action=Other&Version={version}", f"Action={asks[service]}&Version=1999-01-01"]:
                reply = form(adit, service, body)
                assert reply.status < 500, f"{body}: {reply}"
        with verdicts.case(f"{service}: a body that is no form"):
            for body in [b"\xff\xfe\x00", b"%zz=%", b"=&=&=", b"Action=%00", b"&" * 10000, b"<xml/>", b"{}", b"Action"]:
                refused(service, form(adit, service, body))
    with verdicts.case("ec2: wrong types, names and ranges"):
        for rest in [
            "Action=CreateVpc&CidrBlock=not-a-block",
            "Action=CreateVpc&CidrBlock=10.0.0.0/99",
            "Action=CreateVpc&CidrBlock=10.0.0.0/8",
            "Action=CreateVpc",
            "Action=CreateVpc&CidrBlock=10.0.0.0/16&NoSuchParameter=1",
            "Action=CreateVpc&CidrBlock=10.0.0.0/16&InstanceTenancy=mars",
            "Action=DescribeVpcs&MaxResults=many",
            "Action=DescribeVpcs&MaxResults=-1",
            "Action=DescribeVpcs&NextToken=garbage",
            "Action=DescribeVpcs&Filter.1.Name=no-such-filter&Filter.1.Value.1=x",
            "Action=DescribeVpcs&VpcId.1=" + "x" * 5000,
            "Action=DescribeVpcs&VpcId.99999999999999999999=vpc-1",
            "Action=DescribeVpcs&VpcId.-1=vpc-1",
            "Action=DescribeVpcs&VpcId.x=vpc-1",
            "Action=ModifyVpcAttribute&VpcId=vpc-1&EnableDnsSupport.Value=perhaps",
            "Action=CreateSubnet&VpcId=vpc-0&CidrBlock=10.0.0.0/24",
            "Action=AuthorizeSecurityGroupIngress&GroupId=sg-1&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=x",
        ]:
            refused("ec2", form(adit, "ec2", f"{rest}&Version=2016-11-15"))
    with verdicts.case("ec2: 50,000 parameters"):
        body = "Action=DescribeVpcs&Version=2016-11-15" + "".join(f"&VpcId.{n}=vpc-{n:017x}" for n in range(50000))
        refused("ec2", form(adit, "ec2", body))
    scene.must_answer()


def rest_xml(scene, verdicts, adit, refused):
    def post(body, path=DISTRIBUTION, method="POST", **headers):
        return call(adit, "cloudfront", method, path, body, {**XML, **headers}, region="us-east-1")

    with verdicts.case("cloudfront: XML that is none"):
        for body in [
            b"",
            b"not xml",
            b"<",
            b"<DistributionConfig>",
            b"<a></b>",
            b"\xff\xfe<\x00",
            b"<DistributionConfig " + b"a" * 100000,
            b"<?xml version='1.0' encoding='utf-16'?><DistributionConfig/>",
            b"<DistributionConfig>&undefined;</DistributionConfig>",
            b"<DistributionConfig>\x00</DistributionConfig>",
            b"<DistributionConfig/><DistributionConfig/>",
            b'{"DistributionConfig": {}}',
        ]:
            refused("cloudfront", post(body))
    with verdicts.case("cloudfront: entities are not expanded, external ones not fetched"):
        refused("cloudfront", post(f"{BOMB}<DistributionConfig {NAMESPACE}><Comment>&e9;</Comment></DistributionConfig>".encode()))
        outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        reply = post(f"{outside}<DistributionConfig {NAMESPACE}><Comment>&x;</Comment></DistributionConfig>".encode())
        refused("cloudfront", reply)
        assert b"root:" not in reply.body
    with verdicts.case("cloudfront: nesting without an end"):
        refused("cloudfront", post(b"<a>" * 200000))
        refused("cloudfront", post(b"<a>" * 50000 + b"</a>" * 50000))
    with verdicts.case("cloudfront: wrong roots, types and quantities"):
        for inside in [
            "",
            "<CallerReference>x</CallerReference>",
            "<Origins><Quantity>many</Quantity></Origins>",
            "<Enabled>perhaps</Enabled>",
            "<Origins><Quantity>99999999999999999999</Quantity></Origins>",
            "<NoSuchMember>x</NoSuchMember>",
        ]:
            refused("cloudfront", post(f"<DistributionConfig {NAMESPACE}>{inside}</DistributionConfig>".encode()))
        refused("cloudfront", post(f"<WrongRoot {NAMESPACE}/>".encode()))
    with verdicts.case("cloudfront: paths, methods and conditions that are none"):
        for method, path in [("GET", "/2020-05-31/no-such-thing"), ("PATCH", DISTRIBUTION), ("GET", "/1999-01-01/distribution"), ("GET", "/")]:
            refused("cloudfront", post(b"", path, method))
        for id in ["%00", "..%2f..", "a" * 4000, "%ff", "E%20"]:
            refused("cloudfront", post(b"", f"{DISTRIBUTION}/{id}", "GET"))
        refused("cloudfront", post(b"", f"{DISTRIBUTION}?MaxItems=many", "GET"))
        known = f"{DISTRIBUTION}/{scene.b.distribution}"
        refused("cloudfront", post(b"", known, "DELETE"), "InvalidIfMatchVersion", 400)
        refused("cloudfront", post(b"", known, "DELETE", **{"If-Match": "E1PA6795UKMFR9"}), "PreconditionFailed", 412)
    scene.must_answer()


def json_1_1(scene, verdicts, adit, refused):
    def post(body, target="CertificateManager.ListCertificates", **headers):
        kind = {"Content-Type": "application/x-amz-json-1.1"}
        return call(adit, "acm", body=body, headers={**kind, "X-Amz-Target": target, **headers})

    with verdicts.case("acm: JSON that is none"):
        for body in [b"{", b"[]", b"1", b"null", b"\xff", b'{"a":}', b"{'a':1}", b'{"MaxItems":01}', b'"' + b"a" * 100000]:
            refused("acm", post(body))
        refused("acm", post(b"[" * 100000))
        refused("acm", post(b'{"a":' * 100000))
    with verdicts.case("acm: targets that are none"):
        for target in ["CertificateManager.MakeCoffee", "Nobody.ListCertificates", "", "CertificateManager", ".", "a" * 5000]:
            refused("acm", post(b"{}", target))
        refused("acm", call(adit, "acm", body=b"{}", headers={"Content-Type": "application/x-amz-json-1.1"}))
    with verdicts.case("acm: wrong types and constraints"):
        for body in [{"MaxItems": "many"}, {"MaxItems": -1}, {"MaxItems": 1e400}, {"NextToken": 5}, {"NextToken": "garbage"}, {"CertificateStatuses": "ISSUED"}]:
            refused("acm", post(json.dumps(body).encode()))
        for body in [{}, {"DomainName": ""}, {"DomainName": "a b"}, {"DomainName": "x" * 300}, {"DomainName": ["a.example"]}, {"DomainName": None}]:
            refused("acm", post(json.dumps(body).encode(), "CertificateManager.RequestCertificate"))
        for body in [{"Certificate": "%%%", "PrivateKey": "%%%"}, {"Certificate": "AAAA", "PrivateKey": "AAAA"}, {"Certificate": "", "PrivateKey": ""}]:
            refused("acm", post(json.dumps(body).encode(), "CertificateManager.ImportCertificate"))
    scene.must_answer()


def rest_json(scene, verdicts, adit, refused):
    def send(method, path, body=b"", **headers):
        return call(adit, "apigateway", method, path, body, {"Content-Type": "application/json", **headers})

    with verdicts.case("apigateway: JSON that is none"):
        for body in [b"", b"{", b"[]", b"7", b"\xff", b"{" * 100000, b'{"name": {"a": 1}}', b'{"name": 5}']:
            refused("apigateway", send("POST", "/restapis", body))
    with verdicts.case("apigateway: paths and methods that are none"):
        for method, path in [
            ("GET", "/restapis/%00"),
            ("GET", "/restapis/" + "a" * 5000),
            ("BREW", "/restapis"),
            ("DELETE", "/restapis"),
            ("GET", "/no/such/path"),
            ("GET", "/restapis?limit=many"),
            ("GET", "/restapis/..%2f..%2f"),
            ("GET", "//restapis//x"),
        ]:
            refused("apigateway", send(method, path))
    with verdicts.case("apigateway: wrong members of a REST API"):
        for body in [
            {"name": ""},
            {"name": "x", "endpointConfiguration": {"types": ["MARS"]}},
            {"name": "x", "endpointConfiguration": {"types": ["PRIVATE", "EDGE"]}},
            {"name": "x", "endpointConfiguration": "PRIVATE"},
            {"name": "x", "policy": "not a policy"},
            {"name": "x", "policy": '{"Version":"2012-10-17","Statement":[{"Effect":"Perhaps"}]}'},
            {"name": "x", "minimumCompressionSize": "large"},
        ]:
            refused("apigateway", send("POST", "/restapis", json.dumps(body).encode()))
        for body in [{"patchOperations": [{"op": "explode", "path": "/name"}]}, {"patchOperations": "x"}, {"patchOperations": [{"op": "replace", "path": "/nowhere", "value": "x"}]}]:
            refused("apigateway", send("PATCH", f"/restapis/{scene.b.api}", json.dumps(body).encode()))
    scene.must_answer()


def whose(scene, verdicts, adit):
    with verdicts.case("calls signed with garbage, or for a service that is none"):
        ask = b"Action=DescribeVpcs&Version=2016-11-15"
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        for authorization in [
            "garbage",
            "Bearer abc",
            "AWS4-HMAC-SHA256",
            "AWS4-HMAC-SHA256 Credential=",
            "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0",
            "AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/coffee/aws4_request, SignedHeaders=host, Signature=0",
            "AWS4-HMAC-SHA256 Credential=a/20260101/nowhere/ec2/aws4_request, SignedHeaders=host, Signature=0",
            "AWS4-HMAC-SHA256 " + "x" * 20000,
        ]:
            reply = call(adit, "ec2", body=ask, headers={**kind, "Authorization": authorization})
            assert 400 <= reply.status < 500, f"{authorization!r}: {reply}"
            assert reply.body, f"{authorization!r}: no body"
        # Unsigned calls are taken, since credentials name an account and prove nothing: no failure is all that is asked.
        assert call(adit, "ec2", body=ask, headers={**kind, "Authorization": None}).status < 500
    with verdicts.case("`/_adit/`: paths and bodies that are none"):
        for method, path, body in [
            ("GET", "/_adit/", b""),
            ("GET", "/_adit/traces?last=many", b""),
            ("GET", "/_adit/traces?last=-1", b""),
            ("GET", "/_adit/traces/%00", b""),
            ("GET", "/_adit/traces/" + "a" * 5000, b""),
            ("PUT", "/_adit/bindings", b""),
            ("PUT", "/_adit/bindings", b"{"),
            ("PUT", "/_adit/bindings", b'{"name": "a..b", "address": "127.0.0.1:1"}'),
            ("PUT", "/_adit/bindings", b'{"name": "a.b", "address": "somewhere"}'),
            ("DELETE", "/_adit/bindings/nobody.example", b""),
            ("POST", "/_adit/status", b""),
        ]:
            reply = call(adit, "ec2", method, path, body, {"Authorization": None})
            assert 400 <= reply.status < 500, f"{method} {path}: {reply}"
        reply = call(adit, "ec2", "GET", "/_adit/traces?last=999999999", headers={"Authorization": None})
        equal(reply.status, 200)
    scene.must_answer()


def large(scene, verdicts, adit):
    with verdicts.case("bodies beyond the limit are refused by their protocol"):
        much = 64 * 1024 * 1024
        for service, kind in [
            ("ec2", "application/x-www-form-urlencoded"),
            ("cloudfront", "application/xml"),
            ("acm", "application/x-amz-json-1.1"),
            ("apigateway", "application/json"),
        ]:
            path = {"cloudfront": DISTRIBUTION, "apigateway": "/restapis"}.get(service, "/")
            reply = announced(adit, service, path, kind, much)
            equal(reply.status, 413, service)
            assert error_code(service, reply), service
    with verdicts.case("a packed body is not unpacked"):
        packed = gzip.compress(b"a" * (64 * 1024 * 1024))
        reply = call(adit, "apigateway", "POST", "/restapis", packed, {"Content-Encoding": "gzip"})
        assert 400 <= reply.status < 500, str(reply)
    scene.must_answer()


def announced(adit, service, path, kind, length):
    """A body of that length, sent until the server says no."""
    import http.client

    from outside.unsigned import scope

    connection = http.client.HTTPConnection("127.0.0.1", adit.port("api"), timeout=20)
    try:
        connection.putrequest("POST", path)
        headers = {"Authorization": scope(service), "X-Amz-Date": "20260101T000000Z", "Content-Type": kind}
        if service == "acm":
            headers["X-Amz-Target"] = "CertificateManager.ListCertificates"
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        try:
            for _ in range(length // (1024 * 1024)):
                connection.send(b"a" * (1024 * 1024))
        except OSError:
            pass
        return Reply(connection.getresponse())
    finally:
        connection.close()
