"""Bytes that are no TLS, names that are no names, and HTTP/2 that is written to hurt, at the edge's HTTPS port."""

import random
import ssl
import struct

from outside import raw
from outside.verdicts import contains, equal

HELLO_LENGTH = 512


def run(scene, verdicts):
    port = scene.port("edge_https")
    with verdicts.case("bytes that are no TLS are refused"):
        noise = random.Random(7)
        tries = [
            b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            b"\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10" + bytes(35),
            b"\x16\x03\x01\xff\xff" + b"\x01" * 70000,
            b"\x16\x03\x01\x00\x00" * 1000,
            b"\x15\x03\x03\x00\x02\x02\x28" * 50,
            b"\x17\x03\x03\x40\x00" + bytes(16384),
            b"\x16\x03\x01" + struct.pack(">H", HELLO_LENGTH) + b"\x01\x00\x01\xfc\x03\x03" + noise.randbytes(HELLO_LENGTH - 6),
            *[noise.randbytes(noise.randrange(1, 4000)) for _ in range(100)],
        ]
        for bytes_ in tries:
            heard = raw.exchange(port, bytes_, patience=0.2)
            assert not heard or heard[:1] == b"\x15", f"{bytes_[:20]!r}: {heard[:100]!r}"
        scene.must_answer()
    with verdicts.case("handshakes that stop halfway are let go"):
        held = []
        for _ in range(300):
            stream = raw.connect(port)
            stream.sendall(b"\x16\x03\x01\x02\x00\x01\x00")
            held.append(stream)
        scene.must_answer()
        for stream in held:
            stream.close()
    with verdicts.case("names that nobody serves, and no name at all"):
        for name in ["www.example.org", "a" * 63 + ".example", "xn--nxasmq6b.example", None]:
            try:
                with raw.tls(port, name) as stream:
                    heard = raw.say(stream, b"GET / HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\n\r\n")
                    assert all(s >= 400 for s in raw.statuses(heard)), f"{name}: {heard[:200]!r}"
            except (ssl.SSLError, OSError):
                pass  # refused in the handshake
        scene.must_answer()
    with verdicts.case("old TLS versions: what is spoken is spoken whole"):
        for version in [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.minimum_version = context.maximum_version = version
            with context.wrap_socket(raw.connect(port), server_hostname=scene.b.domain) as stream:
                request = f"GET /v1/hello HTTP/1.1\r\nHost: {scene.b.domain}\r\nConnection: close\r\n\r\n"
                equal(raw.statuses(raw.say(stream, request.encode())), [200], version.name)
    http2(scene, verdicts, port)


def http2(scene, verdicts, port):
    name = scene.b.domain.encode()
    block = raw.request_block(name)
    ask = raw.frame(raw.HEADERS, 0x5, 1, block)
    hello = raw.PREFACE + raw.frame(raw.SETTINGS)

    def send(*parts, patience=1.0):
        with raw.tls(port, scene.b.domain, ("h2",)) as stream:
            equal(stream.selected_alpn_protocol(), "h2")
            return raw.say(stream, *parts, patience=patience)

    with verdicts.case("HTTP/2 written by hand is answered"):
        contains(send(hello, ask), b"hello from a private API")
    attacks = {
        "no preface": [b"GET / HTTP/1.1\r\n\r\n"],
        "frames of nonsense": [hello, random.Random(3).randbytes(20000)],
        "a frame longer than agreed": [hello, raw.frame(raw.DATA, 0, 1, b"", length=0xFFFFFF), b"x" * 100000],
        "data on a stream that is not open": [hello, raw.frame(raw.DATA, 0, 5, b"x")],
        "headers on stream 0": [hello, raw.frame(raw.HEADERS, 0x5, 0, block)],
        "an even stream": [hello, raw.frame(raw.HEADERS, 0x5, 2, block)],
        "HPACK that is none": [hello, raw.frame(raw.HEADERS, 0x5, 1, b"\xff" * 100)],
        "a table size of gigabytes": [hello, raw.frame(raw.HEADERS, 0x5, 1, b"\x3f\xff\xff\xff\xff\x07" + block)],
        "no pseudo-headers": [hello, raw.frame(raw.HEADERS, 0x5, 1, raw.literal(b"x", b"y"))],
        "a header of HTTP/1": [hello, raw.frame(raw.HEADERS, 0x5, 1, block + raw.literal(b"transfer-encoding", b"chunked"))],
        "an upper-case header": [hello, raw.frame(raw.HEADERS, 0x5, 1, block + raw.literal(b"X-Upper", b"y"))],
        "a line break in a header": [hello, raw.frame(raw.HEADERS, 0x5, 1, block + raw.literal(b"x", b"a\r\nb: c"))],
        "continuations without an end": [hello, raw.frame(raw.HEADERS, 0x1, 1, block)]
        + [raw.frame(raw.CONTINUATION, 0, 1, raw.literal(b"x-%d" % n, b"y" * 15000)) for n in range(300)],
        "streams that are reset at once": [hello]
        + [
            raw.frame(raw.HEADERS, 0x5, n, block) + raw.frame(raw.RST, 0, n, b"\0\0\0\x08")
            for n in range(1, 20001, 2)
        ],
        "settings without an end": [hello] + [raw.frame(raw.SETTINGS, 0, 0, b"\0\x04\0\0\xff\xff") * 50] * 200,
        "pings without an end": [hello] + [raw.frame(raw.PING, 0, 0, b"12345678") * 50] * 200,
        "a window beyond its limit": [hello, raw.frame(raw.WINDOW, 0, 0, b"\x7f\xff\xff\xff") * 3],
        "more streams than agreed": [hello] + [raw.frame(raw.HEADERS, 0x1, n, b"\x83\x87" + block[2:]) for n in range(1, 2001, 2)],
        "an answer that nobody reads": [hello + raw.frame(raw.SETTINGS, 0, 0, b"\0\x04\0\0\0\0")]
        + [raw.frame(raw.HEADERS, 0x5, n, block) for n in range(1, 201, 2)],
    }
    for what, parts in attacks.items():
        with verdicts.case(f"HTTP/2: {what}"):
            send(*parts)
            scene.must_answer()
