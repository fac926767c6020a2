"""A running `adit up`, and its other subcommands. Ended by its pid, never by its name."""

import json
import os
import resource
import select
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

START = 30.0
END = 15.0
ACCOUNT = "123456789012"


def environment(**more):
    """Ours without what would point tools elsewhere: proxies, profiles, endpoints, authorities."""
    strange = ("AWS_", "ADIT_")
    keep = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(strange) and not name.lower().endswith("_proxy") and name != "CURL_CA_BUNDLE"
    }
    nowhere = os.path.join(tempfile.gettempdir(), "no-such-aws-configuration")
    return {
        **keep,
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "tests",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": nowhere,
        "AWS_SHARED_CREDENTIALS_FILE": nowhere,
        **more,
    }


class Adit:
    """`with Adit(binary) as adit`: up on free ports of the loopback address."""

    def __init__(self, binary, *flags, data=None, descriptors=None):
        self.binary = str(binary)
        self.descriptors = descriptors
        self.flags = ["--data", str(data)] if data else ["--ephemeral"]
        self.flags += ["--fast-timeouts", *flags]
        self.process = None
        self.status = {}

    def __enter__(self):
        self.log = tempfile.NamedTemporaryFile("w+", prefix="adit-log-", suffix=".txt")
        free = [part for flag in ("api", "https", "http", "proxy") for part in (f"--{flag}-port", "0")]
        self.process = subprocess.Popen(
            [self.binary, "up", "--json", *free, *self.flags],
            stdout=subprocess.PIPE,
            stderr=self.log,
            stdin=subprocess.DEVNULL,
            env=environment(),
            preexec_fn=self._limit if self.descriptors else None,
        )
        try:
            ready, _, _ = select.select([self.process.stdout], [], [], START)
            line = self.process.stdout.readline() if ready else b""
            if not line:
                raise RuntimeError(f"`adit up` printed no address: {self.said()}")
            self.status = json.loads(line)
        except BaseException:
            self.stop(signal.SIGKILL)
            raise
        return self

    def _limit(self):
        resource.setrlimit(resource.RLIMIT_NOFILE, (self.descriptors, self.descriptors))

    def __exit__(self, *_):
        self.stop()
        self.log.close()

    def stop(self, how=signal.SIGINT):
        """Ends it; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(END)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise RuntimeError(f"`adit up` did not end within {END} s of {how!r}") from None
        self.process.stdout.close()
        return self.process.returncode

    def said(self):
        self.log.flush()
        return Path(self.log.name).read_text(errors="replace").strip()

    @property
    def pid(self):
        return self.process.pid

    @property
    def alive(self):
        return self.process.poll() is None

    @property
    def api(self):
        return self.status["api"]

    @property
    def endpoint(self):
        return f"http://{self.api}"

    def port(self, listener):
        """Of `api`, `edge_https`, `edge_http`, `vantage`."""
        return int(self.status[listener].rpartition(":")[2])

    @property
    def authority(self):
        return self.status["ca_file"]

    def resident(self):
        """Bytes of memory that it holds."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise RuntimeError("no VmRSS")

    def get(self, path):
        """JSON of `/_adit/...`."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self.endpoint}{path}", timeout=10) as answer:
            return json.load(answer)

    def traces(self, last=50):
        return self.get(f"/_adit/traces?last={last}")["traces"]

    def trace(self, answer):
        """Of an answered request, by the id in its answer."""
        return self.get(f"/_adit/traces/{answer.header('x-amz-cf-id')}")

    def refusal_of(self, vantage, part):
        """Of the newest refused request or attempt to connect from a vantage whose URL holds `part`."""
        for _ in range(20):
            for trace in self.traces(100):
                if trace["from"] == vantage and part in trace["url"] and trace["refusal"]:
                    return trace["refusal"]
            time.sleep(0.05)
        raise AssertionError(f"no refused trace from {vantage} of {part}")

    def run(self, *arguments, timeout=60):
        return run(self.binary, *arguments, timeout=timeout, ADIT_API=self.api)


def run(binary, *arguments, timeout=60, cwd=None, **env):
    """A subcommand to its end: exit code, stdout, stderr."""
    return subprocess.run(
        [str(binary), *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=timeout,
        env=environment(**env),
        cwd=cwd,
    )


def last_words(ended, lines=4):
    """Why a script failed: the end of what it said."""
    return " / ".join(line.strip() for line in ended.stderr.strip().splitlines()[-lines:])
