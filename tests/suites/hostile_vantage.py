"""Greetings that are none, at the vantage proxy."""

import random

from outside import raw
from outside.verdicts import equal

GRANTED = b"\x05\x00\x00"


def run(scene, verdicts):
    port = scene.port("vantage")
    user = b"\x01\x0binternet-IE\x00"
    name = scene.b.domain.encode()

    def socks(*parts, patience=1.5):
        return raw.exchange(port, *parts, patience=patience)

    with verdicts.case("SOCKS: what is no greeting is let go"):
        for bytes_ in [b"\x04\x01\x00\x50\x7f\x00\x00\x01\x00", b"\x05", b"\x05\x00", b"\x05\xff", b"\x05\x01\x80", b"\x00", b"\xff" * 2000]:
            heard = socks(bytes_, patience=0.3)
            assert GRANTED not in heard, f"{bytes_[:20]!r}: {heard!r}"
        for bytes_ in [b"\x05\x01\x02\x02\x01a\x01b", b"\x05\x01\x02\x01\x00\x00", b"\x05\x01\x02\x01\xff" + b"a" * 100]:
            heard = socks(bytes_, patience=0.3)
            assert GRANTED not in heard, f"{bytes_[:20]!r}: {heard!r}"
        noise = random.Random(11)
        for _ in range(100):
            assert GRANTED not in socks(b"\x05" + noise.randbytes(noise.randrange(0, 600)), patience=0.1)
        scene.must_answer()
    with verdicts.case("SOCKS: unknown vantages are refused"):
        for who in [b"mars", b"internet-Ireland", b"subnet-", b"subnet-0abc+vpc-1", b"\xff\xfe", b"a" * 255, b"internet-\r\n"]:
            heard = socks(b"\x05\x01\x02", bytes([1, len(who)]) + who + b"\x00")
            assert heard[:2] == b"\x05\x02" and heard[2:4] != b"\x01\x00", f"{who}: {heard!r}"
    with verdicts.case("SOCKS: commands and addresses beyond CONNECT are refused by their codes"):
        target = b"\x03" + bytes([len(name)]) + name + b"\x01\xbb"
        for request, code in [
            (b"\x05\x02\x00" + target, 7),
            (b"\x05\x03\x00" + target, 7),
            (b"\x05\x09\x00" + target, 7),
            (b"\x05\x01\x00\x07" + b"abc", 8),
        ]:
            heard = socks(b"\x05\x01\x02" + user + request)
            equal(heard[:4] + heard[4:6], b"\x05\x02\x01\x00\x05" + bytes([code]), repr(request[:4]))
    with verdicts.case("SOCKS: names that are none lead nowhere"):
        for host in [b"", b"a..b", b"-", b"\xff\xfe", b"a" * 255, b"a b", b"..", b"x\x00y"]:
            heard = socks(b"\x05\x01\x02" + user + b"\x05\x01\x00\x03" + bytes([len(host)]) + host + b"\x01\xbb")
            assert len(heard) >= 6 and heard[5] not in (0, 7), f"{host}: {heard!r}"
        six = bytes(15) + b"\x01"
        heard = socks(b"\x05\x01\x02" + user + b"\x05\x01\x00\x04" + six + b"\x01\xbb")
        assert GRANTED not in heard[4:], f"{heard!r}"
    with verdicts.case("SOCKS: this machine's own addresses are not reached"):
        for address, at in [(b"\x7f\0\0\x01", scene.port("api")), (b"\x7f\0\0\x01", 22), (b"\0\0\0\0", 80), (b"\xa9\xfe\xa9\xfe", 80)]:
            request = b"\x05\x01\x00\x01" + address + at.to_bytes(2, "big")
            heard = socks(b"\x05\x01\x02" + user + request)
            assert GRANTED not in heard[4:], f"{address!r}: {heard!r}"
    with verdicts.case("CONNECT: what is no CONNECT is refused as HTTP"):
        host = scene.b.domain
        heads = [
            f"GET http://{host}/v1/hello HTTP/1.1\r\nHost: {host}\r\n\r\n",
            "CONNECT HTTP/1.1\r\n\r\n",
            "CONNECT :443 HTTP/1.1\r\n\r\n",
            f"CONNECT {host} HTTP/1.1\r\n\r\n",
            f"CONNECT {host}:0 HTTP/1.1\r\nHost: x\r\n\r\n",
            f"CONNECT {host}:99999 HTTP/1.1\r\nHost: x\r\n\r\n",
            f"CONNECT {host}:443x HTTP/1.1\r\nHost: x\r\n\r\n",
            f"CONNECT {host}:443 HTTP/1.1\r\nProxy-Authorization: Basic !!!\r\n\r\n",
            f"CONNECT {host}:443 HTTP/1.1\r\nProxy-Authorization: Basic bWFyczo=\r\n\r\n",
            f"CONNECT {host}:443 HTTP/1.1\r\nProxy-Authorization: Digest x\r\n\r\n",
            f"CONNECT {host}:443 HTTP/1.1\r\n" + "X: y\r\n" * 5000,
            "CONNECT " + "a" * 100000,
            "\r\n\r\n\r\n",
            "CONNECT",
        ]
        for head in heads:
            heard = raw.exchange(port, head.encode(), patience=0.7)
            assert not heard.startswith(b"HTTP/1.1 2"), f"{head[:60]!r}: {heard[:100]!r}"
            assert not heard or heard.startswith(b"HTTP/1."), f"{head[:60]!r}: {heard[:100]!r}"
        scene.must_answer()
    with verdicts.case("data right behind the greeting is not lost and opens nothing"):
        head = f"CONNECT {scene.b.domain}:80 HTTP/1.1\r\nProxy-Authorization: Basic aW50ZXJuZXQtSUU6\r\n\r\n"
        request = f"GET /v1/hello HTTP/1.1\r\nHost: {scene.b.domain}\r\nConnection: close\r\n\r\n"
        heard = raw.exchange(port, head.encode(), request.encode())
        equal(raw.statuses(heard), [200, 403])
