"""The reader's own HTTP service behind the chain: bound names as HTTP_PROXY integration and as custom origin."""

import json
import socket
import time

import design_b
import design_hop
from cloud import Cloud, root_of
from outside.adit import Adit
from outside.curl import Viewers
from outside.upstream import Upstream, authority_and_certificate
from outside.verdicts import contains, equal

IE = "internet-IE"
BACKEND = "api.example.com"
ORIGIN = "www.example.com"
SECURE = "secure.example.com"


def run(place, verdicts):
    ca, pem, key = authority_and_certificate(place.scratch, SECURE)
    with Upstream() as plain, Upstream(pem, key) as secure, Adit(place.adit, "--trust", ca) as adit:
        viewers = Viewers(adit)
        cloud = Cloud(endpoint=adit.endpoint)
        private = None
        with verdicts.case("an HTTP_PROXY integration joins design B; a deployment is a frozen copy"):
            private = behind_the_chain(adit, viewers, cloud, plain)
        if private:
            integration(verdicts, adit, viewers, private, plain)
        regional(verdicts, adit, viewers, cloud, plain)
        custom_origin(verdicts, adit, viewers, cloud, plain)
        secure_origin(verdicts, adit, viewers, cloud, secure)
        with verdicts.case("nothing panicked"):
            assert adit.alive and "panicked" not in adit.said(), adit.said()[:2000]


def proxied(cloud, api, parent, part="{proxy+}", method="ANY"):
    """A resource whose requests go to the bound name as they are."""
    apigateway = cloud.client("apigateway")
    resource = apigateway.create_resource(restApiId=api, parentId=parent, pathPart=part)["id"]
    which = {"restApiId": api, "resourceId": resource, "httpMethod": method}
    apigateway.put_method(**which, authorizationType="NONE", requestParameters={"method.request.path.proxy": True})
    apigateway.put_integration(
        **which,
        type="HTTP_PROXY",
        integrationHttpMethod=method,
        uri=f"http://{BACKEND}/base/{{proxy}}",
        timeoutInMillis=1000,
        requestParameters={"integration.request.path.proxy": "method.request.path.proxy"},
    )


def behind_the_chain(adit, viewers, cloud, plain):
    b = design_b.build(cloud)
    apigateway = cloud.client("apigateway")
    parent = apigateway.create_resource(restApiId=b.api, parentId=root_of(apigateway, b.api), pathPart="real")["id"]
    proxied(cloud, b.api, parent)
    url = f"https://{b.domain}/v1/real/thing?a=1&b=two"
    equal(viewers.get(IE, url).status, 403, "before the deployment")
    apigateway.create_deployment(restApiId=b.api, stageName="v1")
    ended = adit.run("bind", f"{BACKEND}=127.0.0.1:{plain.port}")
    equal(ended.returncode, 0, ended.stderr)
    equal(viewers.get(IE, url).status, 200)
    return b


def integration(verdicts, adit, viewers, b, plain):
    base = f"https://{b.domain}/v1/real"
    with verdicts.case("the service sees the request as API Gateway sends it"):
        answer = viewers.get(IE, f"{base}/thing/deep?a=1&b=two", "-H", "X-Mine: 7")
        equal(answer.status, 200)
        equal(answer.header("x-backend"), "real")
        asked = json.loads(answer.body)
        equal((asked["method"], asked["path"].partition("?")[0]), ("GET", "/base/thing/deep"))
        equal(sorted(asked["path"].partition("?")[2].split("&")), ["a=1", "b=two"])
        headers = asked["headers"]
        equal(headers["host"], BACKEND)
        equal(headers["x-mine"], "7")
        equal(headers.get("x-amzn-vpce-id"), b.endpoint)
        equal(headers.get("x-apigw-api-id"), b.api)
        hops = [each.strip() for each in headers["x-forwarded-for"].split(",")]
        assert len(hops) >= 3, f"X-Forwarded-For: {hops}"
        assert hops[-1].startswith("10.0."), f"the last is the balancer's node: {hops}"
    with verdicts.case("the service's answers pass through"):
        answer = viewers.get(IE, f"{base}/special/teapot")
        equal((answer.status, answer.body, answer.header("x-pot")), (418, "short and stout", "yes"))
        equal(viewers.get(IE, f"{base}/special/chunked").body, "chunk" * 100)
    with verdicts.case("a service that fails is API Gateway's 5xx, and its reason is in the trace"):
        for special in ["hangup", "nonsense"]:
            answer = viewers.get(IE, f"{base}/special/{special}")
            assert answer.status in (500, 502, 504), f"{special}: {answer}"
            equal(adit.trace(answer)["refusal"]["hop"], "gateway", special)
        answer = viewers.get(IE, f"{base}/special/silent")
        equal((answer.status, answer.body), (504, '{"message": "Endpoint request timed out"}'))
    with verdicts.case("a name that is bound no more, or to a closed port, cannot be reached"):
        wanted = (504, '{"message": "Network error communicating with endpoint"}')
        equal(adit.run("bind", f"{BACKEND}=127.0.0.1:{closed_port()}").returncode, 0)
        answer = viewers.get(IE, f"{base}/thing")
        equal((answer.status, answer.body), wanted)
        equal(adit.run("bind", "--remove", BACKEND).returncode, 0)
        answer = viewers.get(IE, f"{base}/thing")
        assert answer.status >= 500, f"{answer}"
        equal(adit.run("bind", f"{BACKEND}=127.0.0.1:{plain.port}").returncode, 0)
        equal(viewers.get(IE, f"{base}/thing").status, 200)


def regional(verdicts, adit, viewers, cloud, plain):
    with verdicts.case("every method and body, through a regional API"):
        apigateway = cloud.client("apigateway")
        api = apigateway.create_rest_api(name="proxy", endpointConfiguration={"types": ["REGIONAL"]})["id"]
        proxied(cloud, api, root_of(apigateway, api))
        apigateway.create_deployment(restApiId=api, stageName="prod")
        url = f"https://{api}.execute-api.{cloud.region}.amazonaws.com/prod/x"
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]:
            asked = json.loads(viewers.get(IE, url, "-X", method, "--data-binary", f"body of {method}").body)
            equal((asked["method"], asked["body"]), (method, f"body of {method}"))
            assert "x-amzn-vpce-id" not in asked["headers"], asked["headers"]
        chunked = viewers.get(IE, url, "-X", "POST", "-H", "Transfer-Encoding: chunked", "--data-binary", "in chunks", "--http1.1")
        asked = json.loads(chunked.body)
        equal(asked["body"], "in chunks")
        equal((asked["headers"].get("content-length"), asked["headers"].get("transfer-encoding")), ("9", None))
    with verdicts.case("private and loopback addresses are no backends"):
        apigateway = cloud.client("apigateway")
        for number, uri in enumerate([f"http://127.0.0.1:{plain.port}/", f"http://localhost:{plain.port}/", "http://10.0.1.10/"]):
            before = len(plain.requests)
            api = apigateway.create_rest_api(name=f"inside-{number}", endpointConfiguration={"types": ["REGIONAL"]})["id"]
            resource = apigateway.create_resource(restApiId=api, parentId=root_of(apigateway, api), pathPart="x")["id"]
            which = {"restApiId": api, "resourceId": resource, "httpMethod": "GET"}
            apigateway.put_method(**which, authorizationType="NONE")
            try:
                apigateway.put_integration(**which, type="HTTP_PROXY", integrationHttpMethod="GET", uri=uri)
            except apigateway.exceptions.BadRequestException:
                continue
            apigateway.create_deployment(restApiId=api, stageName="prod")
            answer = viewers.get(IE, f"https://{api}.execute-api.{cloud.region}.amazonaws.com/prod/x")
            assert answer.status >= 500, f"{uri}: {answer}"
            equal(len(plain.requests), before, f"{uri} was reached")


def custom_origin(verdicts, adit, viewers, cloud, plain):
    with verdicts.case("a bound name as a custom origin over HTTP"):
        equal(adit.run("bind", f"{ORIGIN}=127.0.0.1:{plain.port}").returncode, 0)
        made = design_hop.build(cloud, ORIGIN, protocol="http-only", read_timeout=1)
        url = f"https://{made['domain']}"
        answer = viewers.get(IE, f"{url}/v1/items/1?x=y", "-H", "User-Agent: mine", "-H", "Cookie: a=b")
        equal((answer.status, answer.header("x-backend")), (200, "real"))
        contains(answer.header("via") or "", "cloudfront.net (CloudFront)")
        equal(answer.header("x-cache"), "Miss from cloudfront")
        asked = json.loads(answer.body)
        equal((asked["path"], asked["headers"]["host"]), ("/v1/items/1?x=y", ORIGIN))
        equal((asked["headers"]["user-agent"], asked["headers"]["cookie"]), ("mine", "a=b"))
        contains(asked["headers"]["via"], "cloudfront.net (CloudFront)")
        assert asked["headers"]["x-amz-cf-id"], asked["headers"]
        assert len(asked["headers"]["x-forwarded-for"].split(",")) == 1, asked["headers"]["x-forwarded-for"]
        answer = viewers.get(IE, f"{url}/x", "-H", "X-Forwarded-For: 192.0.2.7")
        forwarded = json.loads(answer.body)["headers"]["x-forwarded-for"]
        assert forwarded.startswith("192.0.2.7,"), forwarded
    with verdicts.case("large, chunked and odd answers pass whole; HEAD has none"):
        for flag in ("--http1.1", "--http2"):
            answer = viewers.get(IE, f"{url}/special/large", flag)
            equal((answer.status, answer.header("content-length")), (200, str(256 * 8192)), flag)
            equal(viewers.get(IE, f"{url}/special/chunked", flag).body, "chunk" * 100, flag)
        answer = viewers.get(IE, f"{url}/special/teapot")
        equal((answer.status, answer.header("x-cache")), (418, "Error from cloudfront"))
        equal(viewers.get(IE, f"{url}/special/large", "-I").status, 200)
    with verdicts.case("an origin that fails: CloudFront's pages, and the viewer is never left hanging"):
        for special, statuses in [("hangup", (502, 504)), ("nonsense", (502,)), ("silent", (504,))]:
            answer = viewers.get(IE, f"{url}/special/{special}")
            assert answer.status in statuses, f"{special}: {answer}"
            equal(answer.header("x-cache"), "Error from cloudfront", special)
        started = time.monotonic()
        answer = viewers.get(IE, f"{url}/special/cut")
        assert answer.code != 0 or answer.status >= 500, f"a cut answer looked whole: {answer}"
        assert time.monotonic() - started < 10
    with verdicts.case("a name that nobody bound does not resolve"):
        made = design_hop.build(cloud, "unbound.example.com", protocol="http-only")
        answer = viewers.get(IE, f"https://{made['domain']}/")
        equal((answer.status, len(answer.body)), (502, 960))
    with verdicts.case("a closed port is a 502"):
        equal(adit.run("bind", f"closed.example.com=127.0.0.1:{closed_port()}").returncode, 0)
        made = design_hop.build(cloud, "closed.example.com", protocol="http-only")
        answer = viewers.get(IE, f"https://{made['domain']}/")
        equal((answer.status, len(answer.body)), (502, 951))


def secure_origin(verdicts, adit, viewers, cloud, secure):
    with verdicts.case("an HTTPS origin of a trusted authority"):
        equal(adit.run("bind", f"{SECURE}=127.0.0.1:{secure.port}").returncode, 0)
        made = design_hop.build(cloud, SECURE)
        answer = viewers.get(IE, f"https://{made['domain']}/v1/items/1")
        equal((answer.status, answer.header("x-backend")), (200, "real"))
    with verdicts.case("the wrong name on its certificate is a 502"):
        equal(adit.run("bind", f"other.example.com=127.0.0.1:{secure.port}").returncode, 0)
        made = design_hop.build(cloud, "other.example.com")
        answer = viewers.get(IE, f"https://{made['domain']}/v1/items/1")
        equal((answer.status, len(answer.body)), (502, 951))
        equal(adit.trace(answer)["refusal"]["decision"], "origin")


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
