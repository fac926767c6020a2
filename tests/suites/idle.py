"""Many TLS connections that say nothing: each costs little, none is turned away, and the next request is answered."""

import resource
import ssl
import threading
import time

import design_b
from cloud import Cloud
from outside import raw
from outside.adit import Adit
from outside.verdicts import equal

MANY = 10_000
# Descriptors that a process needs besides.
BESIDES = 500
# Handshakes at a time: enough to keep the other side busy.
THREADS = 8
# A connection may rest for 30 s without a request; on a slow machine the first ones ask for something in between.
RESTED = 18.0
# What one may hold, in bytes. Measured are 26 KiB, in a debug build and in a release build, task and TLS session and read
# buffer together. What a system's allocator adds may vary; a record's 16 KiB kept for each would break the bound.
BOUND = 40 * 1024


def run(place, verdicts):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    many = MANY if hard == resource.RLIM_INFINITY else min(MANY, hard - BESIDES)
    with Adit(place.adit, descriptors=many + BESIDES) as adit:
        b = design_b.build(Cloud(endpoint=adit.endpoint))
        port = adit.port("edge_https")
        with Crowd(port, b.domain) as warm:
            warm.grow(200)
            warm.ask()
        settle(adit, 0)
        before = adit.resident()
        with Crowd(port, b.domain) as crowd, verdicts.case(f"{many} idle TLS connections"):
            started = time.monotonic()
            crowd.grow(many)
            took = time.monotonic() - started
            settle(adit, many)
            each = (adit.resident() - before) / many
            print(f"        {many} of {MANY} TLS connections opened in {took:.1f} s: {each / 1024:.1f} KiB of resident memory each")
            crowd.ask()
            equal(adit.get("/_adit/metrics")["refused_connections"], 0, "connections turned away")
            assert each < BOUND, f"{each:.0f} bytes a connection, {BOUND} are allowed"
        with verdicts.case("when they are gone, there is room again"):
            settle(adit, 0)
            with Crowd(port, b.domain) as after:
                after.grow(1)
                after.ask()


def settle(adit, wanted):
    """Until as many connections are open."""
    for _ in range(200):
        found = adit.get("/_adit/metrics")["open_connections"]
        if found == wanted:
            return
        time.sleep(0.05)
    raise AssertionError(f"{found} connections are open, not {wanted}")


class Crowd:
    """Connections to a distribution."""

    def __init__(self, port, domain):
        self.port = port
        self.domain = domain
        # Shared, so that a connection of ours costs little too.
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.context.check_hostname, self.context.verify_mode = False, ssl.CERT_NONE
        self.context.set_alpn_protocols(["http/1.1"])
        self.held = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for stream in self.held:
            stream.close()

    def grow(self, many):
        shares = [many // THREADS + (number < many % THREADS) for number in range(THREADS)]
        failures = []
        threads = [threading.Thread(target=self.open, args=(share, failures)) for share in shares]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def open(self, share, failures):
        mine = []
        try:
            for _ in range(share):
                while mine and time.monotonic() - mine[0][1] > RESTED:
                    stream, _ = mine.pop(0)
                    self.request(stream)
                    mine.append((stream, time.monotonic()))
                stream = self.context.wrap_socket(raw.connect(self.port, 30.0), server_hostname=self.domain)
                self.held.append(stream)
                mine.append((stream, time.monotonic()))
        except OSError as failure:
            failures.append(failure)

    def request(self, stream):
        stream.sendall(f"GET /v1/hello HTTP/1.1\r\nHost: {self.domain}\r\n\r\n".encode())
        heard = b""
        while design_b.HELLO.encode() not in heard:
            part = stream.recv(65536)
            assert part, f"closed after {heard[:300]!r}"
            heard += part
        equal(raw.statuses(heard), [200])

    def ask(self):
        """One request on the last that was opened."""
        self.request(self.held[-1])
