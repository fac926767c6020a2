"""A proxy in front of Adit's API that writes down every call with its answer, one after another, as they will be replayed."""

import gzip
import json
import re
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What decides about an answer; dates, agents and invocation ids do not.
HEADERS = ("authorization", "content-type", "x-amz-target", "if-match", "if-none-match", "accept")
# What clients read of an answer besides its body; UpdateFunction of CloudFront spells it so.
ANSWERED = ("content-type", "etag", "ettag", "location", "x-amzn-errortype")


class Server(ThreadingHTTPServer):
    # The provider opens a dozen connections at once; the default is 5.
    request_queue_size = 128
    daemon_threads = True


class Recorder:
    """`with Recorder(adit) as recorder`: point a client at `recorder.endpoint`."""

    def __init__(self, adit):
        self.calls = []
        # How many calls prepared the account, before the configuration's own.
        self.prepared = 0
        # The first answer that says that Adit broke, or call that the provider sent again: it would do so for half an hour.
        self.broken = None
        lock = threading.Lock()
        calls = self.calls
        recorder = self
        host, _, port = adit.api.rpartition(":")

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body in one piece: of those that came in two the provider dropped some, and asked again.
            wbufsize = -1
            disable_nagle_algorithm = True

            def handle_one(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                # One at a time: what is replayed in order was answered in order.
                with lock:
                    upstream = HTTPConnection(host, int(port), timeout=60)
                    headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
                    upstream.request(self.command, self.path, body=body, headers=headers)
                    answer = upstream.getresponse()
                    content = answer.read()
                    upstream.close()
                    kept = {n.lower(): v for n, v in self.headers.items() if n.lower() in HEADERS}
                    calls.append(
                        {
                            "method": self.command,
                            "path": self.path,
                            "headers": kept,
                            "body": body.decode(),
                            "status": answer.status,
                            "answered": {name: answer.headers[name] for name in ANSWERED if name in answer.headers},
                            "answer": content.decode(),
                        }
                    )
                attempt = re.search(r"attempt=(\d+)", self.headers.get("amz-sdk-request", ""))
                again = attempt and int(attempt[1]) > 1
                if (answer.status >= 500 or again) and not recorder.broken:
                    said = kept.get("x-amz-target") or body[:200].decode(errors="replace")
                    recorder.broken = f"{self.command} {self.path} {said}: {answer.status} {content[:500]!r}"
                    recorder.broken += ", asked again" if again else ""
                self.send_response_only(answer.status, answer.reason)
                for name, value in answer.headers.items():
                    if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                        self.send_header(name, value)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)
                self.wfile.flush()

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = handle_one

            def log_message(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"

    def why_broken(self):
        return self.broken

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def write(recording, path):
    """The same calls give the same bytes."""
    lines = [{"prepared": recording.prepared}, *recording.calls]
    text = "".join(json.dumps(line, sort_keys=True) + "\n" for line in lines)
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode())


def read(path):
    """The calls that prepared the account, and those of the configuration."""
    with gzip.open(path, "rt") as lines:
        first, *calls = [json.loads(line) for line in lines]
    return calls[: first["prepared"]], calls[first["prepared"] :]
