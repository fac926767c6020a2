"""curl, as anyone would use it: through the vantage proxy or straight at the edge's ports."""

import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from outside.adit import environment


@dataclass
class Answer:
    """`status` is 0 without an answer; `code` is then curl's exit code."""

    status: int
    version: str
    headers: list = field(default_factory=list)
    body: str = ""
    code: int = 0
    error: str = ""
    seconds: float = 0.0

    def header(self, name):
        return next((value for each, value in self.headers if each.lower() == name.lower()), None)

    def __str__(self):
        return f"{self.status} {self.body[:300]!r} {self.error}"


def curl(url, *arguments, timeout=20):
    with tempfile.TemporaryDirectory(prefix="adit-curl-") as folder:
        head, body = Path(folder, "head"), Path(folder, "body")
        command = ["curl", "-q", "-sS", "--max-time", str(timeout), "--suppress-connect-headers"]
        command += ["-D", str(head), "-o", str(body), "-w", "%{http_code} %{http_version}", *arguments, url]
        started = time.monotonic()
        ended = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=timeout + 10)
        seconds = time.monotonic() - started
        status, version = (ended.stdout.split() + ["0", "0"])[:2]
        headers = []
        if head.exists():
            for line in head.read_text(errors="replace").splitlines():
                name, colon, value = line.partition(":")
                if colon and not line.startswith("HTTP/"):
                    headers.append((name, value.strip()))
        return Answer(
            status=int(status),
            version=version,
            headers=headers,
            body=body.read_text(errors="replace") if body.exists() else "",
            code=ended.returncode,
            error=ended.stderr.strip(),
            seconds=seconds,
        )


class Viewers:
    """Clients of one running Adit."""

    def __init__(self, adit):
        self.adit = adit

    def get(self, vantage, url, *arguments, verify=True, timeout=20):
        """Stands at `vantage` through SOCKS5; names resolve there."""
        trust = ["--cacert", self.adit.authority] if verify else ["-k"]
        proxy = f"socks5h://{vantage}@{self.adit.status['vantage']}"
        return curl(url, "-x", proxy, *trust, *arguments, timeout=timeout)

    def connect(self, vantage, url, *arguments):
        """The same through HTTP CONNECT."""
        proxy = f"http://{vantage}:any@{self.adit.status['vantage']}"
        return curl(url, "-x", proxy, "--proxytunnel", "--cacert", self.adit.authority, *arguments)

    def straight(self, host, path, *arguments, scheme="https"):
        """At the edge's own port, as a client that resolves `host` to it."""
        port = self.adit.port("edge_https" if scheme == "https" else "edge_http")
        trust = ["--cacert", self.adit.authority, "--noproxy", "*"]
        return curl(f"{scheme}://{host}:{port}{path}", "--resolve", f"{host}:{port}:127.0.0.1", *trust, *arguments)
