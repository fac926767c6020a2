"""Bad input to every listener: proper refusals, no crash, no secret second request, memory that stays bounded."""

import time

import design_b
from cloud import Cloud
from outside import raw
from outside.adit import Adit
from outside.curl import Viewers
from outside.verdicts import equal
from suites import hostile_aws, hostile_http, hostile_tls, hostile_vantage

# What a process may grow by over everything here. Bodies of 8 MiB and thousands of connections come and go.
GROWTH = 160 * 1024 * 1024


def run(place, verdicts):
    few_descriptors(place, verdicts)
    with Adit(place.adit) as adit:
        scene = Scene(adit, design_b.build(Cloud(endpoint=adit.endpoint)))
        scene.must_answer()
        before = adit.resident()
        hostile_aws.run(scene, verdicts)
        hostile_http.run(scene, verdicts)
        hostile_tls.run(scene, verdicts)
        hostile_vantage.run(scene, verdicts)
        crowd(scene, verdicts)
        with verdicts.case("after all of it: the same process, no panic, bounded memory"):
            time.sleep(1)
            scene.must_answer()
            grown = adit.resident() - before
            assert grown < GROWTH, f"grew by {grown >> 20} MiB from {before >> 20} MiB"
            assert "panicked" not in adit.said(), adit.said()[:3000]


def few_descriptors(place, verdicts):
    """A process that may open few files: it waits, and serves again when connections end."""
    with verdicts.case("out of descriptors: it recovers"), Adit(place.adit, descriptors=256) as adit:
        scene = Scene(adit, design_b.build(Cloud(endpoint=adit.endpoint)))
        for listener in ["edge_https", "edge_http", "vantage", "api"]:
            held = []
            try:
                for _ in range(400):
                    held.append(raw.connect(scene.port(listener), timeout=0.5))
            except TimeoutError:
                pass  # the kernel's queue is full, which is as good
            finally:
                for stream in held:
                    stream.close()
            time.sleep(0.5)
            scene.must_answer()


class Scene:
    """A built design B that must stay well."""

    def __init__(self, adit, b):
        self.adit = adit
        self.b = b
        self.viewers = Viewers(adit)

    def port(self, listener):
        return self.adit.port(listener)

    def must_answer(self):
        assert self.adit.alive, f"the process ended: {self.adit.process.returncode}: {self.adit.said()[-3000:]}"
        answer = self.viewers.get("internet-IE", f"https://{self.b.domain}/v1/hello")
        equal(answer.status, 200, str(answer))
        assert self.adit.get("/_adit/status")["rev"] > 0

    def refused(self, heard, what):
        """HTTP-correct: one refusal, or a closed connection; never an answer, never two."""
        answers = raw.statuses(heard)
        assert len(answers) <= 1, f"{what}: {len(answers)} answers: {heard[:300]!r}"
        assert not heard or answers, f"{what}: no HTTP: {heard[:200]!r}"
        assert all(400 <= status < 600 and status != 500 for status in answers), f"{what}: {heard[:300]!r}"


def crowd(scene, verdicts):
    for listener, many in [("edge_https", 2000), ("edge_http", 2000), ("vantage", 2000), ("api", 900)]:
        with verdicts.case(f"{many} idle connections to {listener}"):
            held = []
            try:
                for _ in range(many):
                    held.append(raw.connect(scene.port(listener)))
                scene.must_answer()
            finally:
                for stream in held:
                    stream.close()
            scene.must_answer()
    with verdicts.case("more connections than the API serves at a time wait, and it answers when they end"):
        held = []
        try:
            for _ in range(1100):
                held.append(raw.connect(scene.port("api")))
            waiting = raw.say(held[-1], b"GET /_adit/status HTTP/1.1\r\nHost: x\r\n\r\n", patience=0.5)
            equal(waiting, b"", "one beyond the bound")
        finally:
            for stream in held:
                stream.close()
        scene.must_answer()
    with verdicts.case("slow heads do not keep others waiting"):
        held = []
        try:
            for listener in ["edge_http", "edge_https", "vantage", "api"]:
                for number in range(200):
                    stream = raw.connect(scene.port(listener))
                    stream.sendall((b"GET /slow", b"\x16\x03\x01\x02", b"\x05", b"POST / HT")[number % 4])
                    held.append(stream)
            scene.must_answer()
            for stream in held:
                try:
                    stream.sendall(b"x")
                except OSError:
                    pass
            scene.must_answer()
        finally:
            for stream in held:
                stream.close()
    with verdicts.case("connections that end at once, in thousands"):
        for listener in ["edge_https", "edge_http", "vantage", "api"]:
            for _ in range(1000):
                raw.connect(scene.port(listener)).close()
        scene.must_answer()
