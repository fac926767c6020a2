"""Nothing private listens: the kernel's table has four ports, and private names at the edge get what strangers get."""

import design_b
from cloud import Cloud
from outside import kernel
from outside.adit import Adit
from outside.curl import Viewers
from outside.verdicts import contains, equal


def run(place, verdicts):
    with Adit(place.adit) as adit:
        viewers = Viewers(adit)
        with verdicts.case("it listens on its four ports before anything is built"):
            four_ports(adit)
        b = design_b.build(Cloud(endpoint=adit.endpoint))
        with verdicts.case("a private API, a balancer, an endpoint and their traffic add no socket"):
            for _ in range(5):
                equal(viewers.get("internet-IE", f"https://{b.domain}/v1/hello").status, 200)
            four_ports(adit)
            outward = {peer for peer in kernel.connected(adit.pid) if not peer[0].startswith("127.")}
            equal(outward, set(), "connections to elsewhere")
        with verdicts.case("a private name as Host at the edge gets what the internet gets"):
            for name in [b.api_name, f"{b.api}-{b.endpoint}.{b.api_name.partition('.')[2]}", b.balancer_name, b.endpoint_name]:
                for extra in ([], ["-H", f"x-apigw-api-id: {b.api}"]):
                    answer = straight(viewers, b, name, *extra)
                    equal((answer.status, answer.body), (0, ""), name)
            for name in [b.origin_name, b.addresses[0], "localhost", "127.0.0.1"]:
                answer = straight(viewers, b, name, "-H", f"x-apigw-api-id: {b.api}")
                assert answer.status in (0, 403, 421), f"{name}: {answer}"
                assert "hello" not in answer.body, f"{name}: {answer}"
        with verdicts.case("behind the distribution's certificate, a private name is still not reached"):
            for name in [b.api_name, b.balancer_name, b.endpoint_name, b.origin_name]:
                answer = viewers.straight(b.domain, "/v1/hello", "-H", f"Host: {name}")
                assert answer.status != 200 and "hello" not in answer.body, f"{name}: {answer}"
                plain = viewers.straight(b.domain, "/v1/hello", "-H", f"Host: {name}", scheme="http")
                assert plain.status != 200 and "hello" not in plain.body, f"{name}: {plain}"
        with verdicts.case("an absolute request target does not choose a private name"):
            for name in [b.api_name, b.balancer_name, b.endpoint_name]:
                target = ["--request-target", f"https://{name}/v1/hello", "-H", f"x-apigw-api-id: {b.api}"]
                answer = viewers.straight(b.domain, "/v1/hello", "--http1.1", *target)
                assert "hello" not in answer.body or answer.header("x-cache"), f"{name}: {answer}"
        with verdicts.case("the AWS API's port serves no API"):
            from outside.curl import curl

            for name in [b.api_name, b.balancer_name, b.endpoint_name, b.domain]:
                answer = curl(f"{adit.endpoint}/v1/hello", "-H", f"Host: {name}", "-H", f"x-apigw-api-id: {b.api}")
                assert answer.status >= 400 and "hello" not in answer.body, f"{name}: {answer}"
        with verdicts.case("a stranger's name gets CloudFront's page"):
            answer = straight(viewers, b, "www.example.org")
            equal(answer.status, 403)
            contains(answer.body, "Bad request.")


def straight(viewers, b, name, *arguments):
    """At the edge's HTTPS port: `name` is both SNI and Host."""
    return viewers.straight(name, "/v1/hello", "-k", "-H", f"Host: {name}", *arguments)


def four_ports(adit):
    wanted = {("127.0.0.1", adit.port(each)) for each in ("api", "edge_https", "edge_http", "vantage")}
    equal(len(wanted), 4)
    equal(kernel.listening(adit.pid), wanted, "listening")
    equal(kernel.datagram(adit.pid), set(), "datagram sockets")
    equal(kernel.local(adit.pid), set(), "Unix sockets")
