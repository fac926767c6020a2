"""Broken HTTP/1.1 to the AWS API, the edge over TLS, and the edge over plain HTTP."""

from outside import raw
from outside.verdicts import contains, equal

# Heads that no server may answer with success; `{host}` is a name that is served.
HEADS = {
    "garbage": b"\x00\xff\xfe\x01garbage\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "no method": b" / HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a version that is none": b"GET / HTTP/9.9\r\nHost: {host}\r\n\r\n",
    "a space in the target": b"GET /a b HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a control character in the target": b"GET /a\x01b HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a NUL in a header": b"GET / HTTP/1.1\r\nHost: {host}\r\nX: a\x00b\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nHost: {host}\r\nno colon here\r\n\r\n",
    "a space before the colon": b"GET / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "an empty header name": b"GET / HTTP/1.1\r\nHost: {host}\r\n: x\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\nHost: {host}\r\nX: a\r\n b\r\n\r\n",
    "a bare carriage return": b"GET / HTTP/1.1\r\nHost: {host}\r\nX: a\rY: b\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "two lengths in one": b"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5, 6\r\n\r\nhello!",
    "a negative length": b"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n",
    "a signed length": b"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: +5\r\n\r\nhello",
    "a length that is no number": b"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: five\r\n\r\nhello",
    "a length beyond 64 bits": b"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999999999999999\r\n\r\nx",
    "a chunk size that is none": b"POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "a chunk size beyond 64 bits": b"POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nx",
    "a chunk without its end": b"POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX\r\n0\r\n\r\n",
    "an unknown coding": b"POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: gzip\r\n\r\nhello",
    "chunked, but not last": b"POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked, gzip\r\n\r\nhello",
    "HTTP/2 without agreement": raw.PREFACE + raw.frame(raw.SETTINGS),
    "a tunnel": b"CONNECT 10.0.1.10:443 HTTP/1.1\r\nHost: 10.0.1.10:443\r\n\r\n",
    "another method": b"BREW / HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "two hosts": b"GET /v1/hello HTTP/1.1\r\nHost: {host}\r\nHost: other.example\r\n\r\n",
    "no host": b"GET /v1/hello HTTP/1.1\r\n\r\n",
    "an empty host": b"GET /v1/hello HTTP/1.1\r\nHost: \r\n\r\n",
    "a host that is no name": b"GET /v1/hello HTTP/1.1\r\nHost: a b:c/d\r\n\r\n",
}


def run(scene, verdicts):
    host = scene.b.domain.encode()
    ways = {
        "the AWS API": lambda *parts: raw.exchange(scene.port("api"), *parts),
        "the edge": lambda *parts: raw.exchange_tls(scene.port("edge_https"), scene.b.domain, *parts),
        "the edge's plain port": lambda *parts: raw.exchange(scene.port("edge_http"), *parts),
    }
    for where, send in ways.items():
        for what, head in HEADS.items():
            with verdicts.case(f"{where}: {what}"):
                scene.refused(send(head.replace(b"{host}", host)), what)
        with verdicts.case(f"{where}: a length beside a coding smuggles nothing"):
            for order in [(b"Content-Length: 4", b"Transfer-Encoding: chunked"), (b"Transfer-Encoding: chunked", b"Content-Length: 4")]:
                head = b"POST /v1/hello HTTP/1.1\r\nHost: " + host + b"\r\n" + b"\r\n".join(order)
                tail = b"\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: " + host + b"\r\n\r\n"
                scene.refused(send(head + tail), "length and coding")
        with verdicts.case(f"{where}: heads without an end are cut off"):
            heard = send(b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n", *[b"X-Filler: " + b"a" * 8000 + b"\r\n"] * 300)
            scene.refused(heard, "endless head")
            heard = send(b"GET /" + b"a" * 3_000_000)
            scene.refused(heard, "endless line")
            heard = send(b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(5000)) + b"\r\n")
            scene.refused(heard, "5,000 headers")
        with verdicts.case(f"{where}: bytes one at a time are a request like any other"):
            request = b"GET /v1/none HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n"
            answers = raw.statuses(send(*[bytes([byte]) for byte in request]))
            equal(len(answers), 1)
            equal(answers[0] // 100, 4)
        with verdicts.case(f"{where}: a body that never comes whole is let go"):
            scene.refused(send(b"POST / HTTP/1.1\r\nHost: " + host + b"\r\nContent-Length: 1000\r\n\r\nshort"), "short body")
    limits_of_the_edge(scene, verdicts)
    scene.must_answer()


def limits_of_the_edge(scene, verdicts):
    domain, viewers = scene.b.domain, scene.viewers
    with verdicts.case("the edge: a URL of more than 8,192 bytes is a 414"):
        for flag in ("--http1.1", "--http2"):
            answer = viewers.straight(domain, "/v1/items/" + "a" * 8200, flag, "-H", f"Host: {domain}")
            equal(answer.status, 414, flag)
            answer = viewers.straight(domain, "/v1/items/1?" + "a" * 8000, flag, "-H", f"Host: {domain}")
            equal(answer.status, 200, flag)
    with verdicts.case("a path that makes the method's ARN longer than 1,600 bytes is the API's 414"):
        answer = viewers.straight(domain, "/v1/items/" + "a" * 2000, "-H", f"Host: {domain}")
        equal(answer.status, 414)
        equal(scene.adit.trace(answer)["refusal"]["hop"], "gateway")
    with verdicts.case("the edge: headers of more than 32,768 bytes are a 494"):
        for flag in ("--http1.1", "--http2"):
            many = [part for n in range(9) for part in ("-H", f"X-Filler-{n}: {'a' * 4000}")]
            answer = viewers.straight(domain, "/v1/hello", flag, "-H", f"Host: {domain}", *many)
            equal(answer.status, 494, flag)
    with verdicts.case("the edge: a GET with a body is a 403"):
        answer = viewers.straight(domain, "/v1/hello", "-H", f"Host: {domain}", "-X", "GET", "-d", "body")
        equal((answer.status, len(answer.body)), (403, 915))
    with verdicts.case("the edge: more than 30 addresses in X-Forwarded-For are the balancer's 463"):
        chain = ", ".join(f"192.0.2.{n}" for n in range(40))
        answer = viewers.straight(domain, "/v1/hello", "-H", f"Host: {domain}", "-H", f"X-Forwarded-For: {chain}")
        equal(answer.status, 463)
    with verdicts.case("the edge: pipelined requests are answered in order"):
        head = b"GET /v1/hello HTTP/1.1\r\nHost: " + domain.encode() + b"\r\n\r\n"
        last = b"GET /v1/none HTTP/1.1\r\nHost: " + domain.encode() + b"\r\nConnection: close\r\n\r\n"
        heard = raw.exchange_tls(scene.port("edge_https"), domain, head * 5 + last)
        equal(raw.statuses(heard), [200] * 5 + [403])
        contains(heard, b"Missing Authentication Token")
