"""Design B, built by the boto3 script as it stands, reached through the edge and attacked from everywhere else."""

import json
import shlex
import subprocess
import sys
from types import SimpleNamespace

from cloud import Cloud
from outside.adit import Adit, environment, last_words
from outside.curl import Viewers
from outside.verdicts import contains, equal

IE = "internet-IE"
HELLO = '{"message":"hello from a private API"}'
FORBIDDEN = '{"message":"Forbidden"}'
HOPS = ["edge", "vpc-origin", "balancer", "endpoint", "gateway"]


def run(place, verdicts):
    with Adit(place.adit) as adit:
        viewers = Viewers(adit)
        b = None
        with verdicts.case("design_b.py builds it with boto3, unmodified"):
            b = build(place, adit)
        if b is None:
            return
        through_the_edge(verdicts, adit, viewers, b)
        around_the_edge(verdicts, adit, viewers, b)
        inside_the_vpc(verdicts, adit, viewers, b)
        wrong_parts(verdicts, adit, viewers, b)
        broken_and_cured(place, verdicts, adit, viewers, b)
        with verdicts.case("nothing panicked"):
            assert adit.alive and "panicked" not in adit.said(), adit.said()[:2000]


def build(place, adit, *arguments):
    """As a user does: the script, its last line."""
    command = [sys.executable, str(place.tests / "design_b.py"), "--endpoint", adit.endpoint, "--json", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment())
    assert ended.returncode == 0, last_words(ended)
    return SimpleNamespace(**json.loads(ended.stdout.strip().splitlines()[-1]))


def through_the_edge(verdicts, adit, viewers, b):
    url = f"https://{b.domain}/v1/hello"
    with verdicts.case("a request crosses every hop"):
        answer = viewers.get(IE, url)
        equal((answer.status, answer.body), (200, HELLO))
        equal(answer.header("content-type"), "application/json")
        equal(answer.header("x-cache"), "Miss from cloudfront")
        contains(answer.header("via") or "", ".cloudfront.net (CloudFront)")
        assert answer.header("x-amzn-requestid"), f"no x-amzn-RequestId: {answer.headers}"
        trace = adit.trace(answer)
        hops = [entry["hop"] for entry in trace["entries"]]
        assert all(hop in hops for hop in HOPS), f"hops {hops}"
        assert not [e for e in trace["entries"] if e["mark"] == "refused"], trace
        equal(trace["refusal"], None)
        equal(trace["status"], 200)
    with verdicts.case("paths and queries vary"):
        for path in ["/v1/items/1", "/v1/items/a/b?page=2&size=3", "/v1/items/%41"]:
            equal(viewers.get(IE, f"https://{b.domain}{path}").status, 200, path)
    with verdicts.case("HTTP CONNECT carries as SOCKS5 does"):
        answer = viewers.connect(IE, url)
        equal((answer.status, answer.body), (200, HELLO))
    with verdicts.case("the edge's own port: HTTP/2 and HTTP/1.1"):
        for flag, version in [("--http2", "2"), ("--http1.1", "1.1")]:
            answer = viewers.straight(b.domain, "/v1/hello", flag, "-H", f"Host: {b.domain}")
            equal((answer.status, answer.version, answer.body), (200, version, HELLO))
    with verdicts.case("HEAD has a head and no body, over both versions; the API has no such method"):
        for flag in ("--http1.1", "--http2"):
            answer = viewers.get(IE, url, flag, "--head")
            equal((answer.status, answer.error), (403, ""), flag)
            equal(answer.header("x-amzn-errortype"), "MissingAuthenticationTokenException", flag)
            equal(answer.header("content-length"), "42", flag)
    with verdicts.case("a viewer from another country is refused"):
        answer = viewers.get("internet-US", url)
        equal(answer.status, 403)
        contains(answer.body, "configured to block access from your country.")
        equal(len(answer.body), 986, "length of the page")
        equal(answer.header("x-cache"), "Error from cloudfront")
        equal(adit.trace(answer)["refusal"]["decision"], "geo-restriction")
    with verdicts.case("plain HTTP is refused"):
        for answer in [
            viewers.get(IE, f"http://{b.domain}/v1/hello"),
            viewers.straight(b.domain, "/v1/hello", "-H", f"Host: {b.domain}", scheme="http"),
        ]:
            equal(answer.status, 403)
            contains(answer.body, "Bad request.")
            equal(len(answer.body), 915, "length of the page")
            equal(adit.trace(answer)["refusal"]["decision"], "viewer-protocol")
    with verdicts.case("a method that the behavior does not allow is refused"):
        answer = viewers.get(IE, url, "-X", "DELETE")
        equal(answer.status, 403)
        contains(answer.body, "The distribution supports only cachable requests.")
        equal(len(answer.body), 1053, "length of the page")
    with verdicts.case("the viewer cannot choose the API"):
        answer = viewers.get(IE, url, "-H", "x-apigw-api-id: a0b0c0d0e0")
        equal((answer.status, answer.body), (200, HELLO))
    with verdicts.case("what the API does not have"):
        answer = viewers.get(IE, f"https://{b.domain}/v1/none")
        equal((answer.status, answer.body), (403, '{"message":"Missing Authentication Token"}'))
        equal(answer.header("x-amzn-errortype"), "MissingAuthenticationTokenException")
        answer = viewers.get(IE, f"https://{b.domain}/nostage/hello")
        equal((answer.status, answer.body), (403, FORBIDDEN))
        equal(answer.header("x-amzn-errortype"), "ForbiddenException")


def around_the_edge(verdicts, adit, viewers, b):
    with verdicts.case("from the internet, balancer and endpoint do not answer"):
        for name in [b.balancer_name, b.endpoint_name]:
            answer = viewers.get(IE, f"https://{name}/v1/hello", "-H", f"x-apigw-api-id: {b.api}", verify=False)
            equal(answer.status, 0, name)
            refusal = adit.refusal_of(IE, name)
            assert refusal["reason"] and refusal["cause"], f"{name}: {refusal}"
        for address in b.addresses:
            equal(viewers.get(IE, f"https://{address}/v1/hello", verify=False).status, 0, address)
    with verdicts.case("from the internet, the API's name does not resolve"):
        answer = viewers.get(IE, f"https://{b.api_name}/v1/hello", verify=False)
        equal((answer.status, answer.code), (0, 97))
        equal(adit.refusal_of(IE, b.api_name)["reason"], "NAME_NOT_RESOLVED")
    with verdicts.case("the origin's name is nobody's on the internet"):
        equal(viewers.get(IE, f"https://{b.origin_name}/v1/hello", verify=False).status, 0)


def inside_the_vpc(verdicts, adit, viewers, b):
    subnet = b.subnets[0]
    header = ["-H", f"x-apigw-api-id: {b.api}"]
    with verdicts.case("from a subnet with the default group, balancer and endpoint drop packets"):
        for name, group in [(b.balancer_name, b.balancer_group), (b.endpoint_name, b.endpoint_group)]:
            answer = viewers.get(subnet, f"https://{name}/v1/hello", *header, verify=False)
            equal(answer.status, 0, name)
            refusal = adit.refusal_of(subnet, name)
            equal((refusal["reason"], refusal["by"]), ("ENI_SG_RULES_MISMATCH", group), name)
            contains(refusal["cure"] or "", "aws ec2 authorize-security-group-ingress")
    with verdicts.case("private DNS leads the API's name to the endpoint, which drops it"):
        equal(viewers.get(subnet, f"https://{b.api_name}/v1/hello", verify=False).status, 0)
        equal(adit.refusal_of(subnet, b.api_name)["reason"], "ENI_SG_RULES_MISMATCH")
    with verdicts.case("who holds the balancer's group reaches the endpoint, as on AWS"):
        holder = f"{subnet}+{b.balancer_group}"
        answer = viewers.get(holder, f"https://{b.api_name}/v1/hello")
        equal((answer.status, answer.body), (200, HELLO))
        answer = viewers.get(holder, f"https://{b.endpoint_name}/v1/hello", *header, verify=False)
        equal((answer.status, answer.body), (200, HELLO))
        answer = viewers.get(holder, f"https://{b.endpoint_name}/v1/hello", verify=False)
        equal((answer.status, answer.body), (403, FORBIDDEN), "no API is named")
    with verdicts.case("a port that nobody serves stays silent"):
        holder = f"{subnet}+{b.balancer_group}"
        equal(viewers.get(holder, f"http://{b.endpoint_name}/v1/hello").status, 0)


def wrong_parts(verdicts, adit, viewers, b):
    import design_b

    cloud = Cloud(b.region, adit.endpoint)
    with verdicts.case("a distribution that names another API is refused by the endpoint"):
        made = design_b.edge(cloud, b, (), api="a0b0c0d0e0", comment="wrong api id")
        answer = viewers.get(IE, f"https://{made['DomainName']}/v1/hello")
        equal((answer.status, answer.body), (403, FORBIDDEN))
        equal(adit.trace(answer)["refusal"]["hop"], "endpoint")
    with verdicts.case("a listener with a self-signed certificate is a 502"):
        answer = viewers.get(IE, f"https://{self_signed(cloud, b)}/v1/hello")
        equal(answer.status, 502)
        contains(answer.body, "CloudFront wasn't able to connect to the origin.")
        equal(len(answer.body), 951, "length of the page")
        equal(adit.trace(answer)["refusal"]["decision"], "certificate-chain")
    with verdicts.case("an internal balancer as a custom origin does not resolve"):
        import cloud as parts

        made = parts.distribution(cloud, "internal as custom", parts.custom_origin(b.balancer_name))
        answer = viewers.get(IE, f"https://{made['DomainName']}/v1/hello")
        equal(answer.status, 502)
        contains(answer.body, "CloudFront wasn't able to resolve the origin domain name.")
        equal(len(answer.body), 960, "length of the page")


def self_signed(cloud, b, port=8444):
    """A second listener, VPC origin and distribution, whose certificate nobody signed."""
    import tempfile
    from pathlib import Path

    import design_b

    with tempfile.TemporaryDirectory() as folder:
        key, pem = Path(folder, "key.pem"), Path(folder, "cert.pem")
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "90", "-subj", "/CN=" + b.origin_name]
        command += ["-addext", f"subjectAltName=DNS:{b.origin_name}", "-keyout", str(key), "-out", str(pem)]
        subprocess.run(command, check=True, capture_output=True)
        imported = cloud.client("acm").import_certificate(Certificate=pem.read_bytes(), PrivateKey=key.read_bytes())
    cloud.client("elbv2").create_listener(
        LoadBalancerArn=b.balancer,
        Protocol="HTTPS",
        Port=port,
        Certificates=[{"CertificateArn": imported["CertificateArn"]}],
        DefaultActions=[{"Type": "forward", "TargetGroupArn": b.target_group}],
    )
    # The prefix list fills a group's quota with one port; CloudFront's own group does not.
    ec2 = cloud.client("ec2")
    service = ec2.describe_security_groups(
        Filters=[
            {"Name": "group-name", "Values": ["CloudFront-VPCOrigins-Service-SG*"]},
            {"Name": "vpc-id", "Values": [b.vpc]},
        ]
    )["SecurityGroups"][0]["GroupId"]
    peer = {"UserIdGroupPairs": [{"GroupId": service}]}
    ec2.authorize_security_group_ingress(
        GroupId=b.balancer_group, IpPermissions=[{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **peer}]
    )
    origin = design_b.vpc_origin(cloud, b, name="self-signed", https_port=port)
    return design_b.edge(cloud, b, (), vpc_origin=origin, comment="self-signed")["DomainName"]


def broken_and_cured(place, verdicts, adit, viewers, b):
    url = f"https://{b.domain}/v1/hello"
    with verdicts.case("a closed group is a 504 whose printed cure, run as it stands, is a 200"):
        ec2 = Cloud(b.region, adit.endpoint).client("ec2")
        rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "PrefixListIds": [{"PrefixListId": b.prefix_list}]}
        ec2.revoke_security_group_ingress(GroupId=b.balancer_group, IpPermissions=[rule])
        answer = viewers.get(IE, url)
        equal(answer.status, 504)
        contains(answer.body, "CloudFront attempted to establish a connection with the origin")
        equal(len(answer.body), 1033, "length of the page")
        refusal = adit.trace(answer)["refusal"]
        equal((refusal["reason"], refusal["by"]), ("ENI_SG_RULES_MISMATCH", b.balancer_group))
        words = shlex.split(refusal["cure"])
        equal(words[0], "aws")
        env = environment(AWS_ENDPOINT_URL=adit.endpoint, AWS_DEFAULT_REGION=b.region)
        cured = subprocess.run([place.aws(), *words[1:]], capture_output=True, text=True, timeout=60, env=env)
        assert cured.returncode == 0, f"{refusal['cure']}: {cured.stderr}"
        equal(viewers.get(IE, url).status, 200)
    with verdicts.case("an endpoint group that admits nobody is the balancer's 504"):
        ec2 = Cloud(b.region, adit.endpoint).client("ec2")
        peer = {"UserIdGroupPairs": [{"GroupId": b.balancer_group}]}
        rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, **peer}
        ec2.revoke_security_group_ingress(GroupId=b.endpoint_group, IpPermissions=[rule])
        answer = viewers.get(IE, url)
        equal(answer.status, 504)
        contains(answer.body, "504 Gateway Time-out")
        refusal = adit.trace(answer)["refusal"]
        equal((refusal["hop"], refusal["by"]), ("balancer", b.endpoint_group))
        ec2.authorize_security_group_ingress(GroupId=b.endpoint_group, IpPermissions=[rule])
        equal(viewers.get(IE, url).status, 200)
