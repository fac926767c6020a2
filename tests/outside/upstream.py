"""A small HTTP server of the test's own, behind bound names; and certificates for one that speaks TLS."""

import json
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Upstream:
    """Echoes what it was asked as JSON; its paths under /special answer in special ways."""

    def __init__(self, certificate=None, key=None):
        self.requests = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do(self):
                body = whole(self.rfile, self.headers)
                asked = {
                    "method": self.command,
                    "path": self.path,
                    "headers": {name.lower(): value for name, value in self.headers.items()},
                    "body": body.decode(errors="replace"),
                }
                outer.requests.append(asked)
                special = self.path.partition("/special/")[2].partition("?")[0]
                outer.answer(self, special, asked)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    def answer(self, handler, special, asked):
        if special == "teapot":
            return self.send(handler, 418, b"short and stout", {"X-Pot": "yes"})
        if special == "silent":
            time.sleep(5)
            return self.send(handler, 200, b"late")
        if special == "hangup":
            handler.close_connection = True
            return handler.connection.close()
        if special == "nonsense":
            handler.close_connection = True
            return handler.wfile.write(b"this is no HTTP\r\n\r\n")
        if special == "cut":
            handler.close_connection = True
            return handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this")
        if special == "large":
            return self.send(handler, 200, bytes(range(256)) * 8192)
        if special == "chunked":
            handler.send_response(200)
            handler.send_header("Transfer-Encoding", "chunked")
            handler.end_headers()
            return handler.wfile.write(b"".join(b"5\r\nchunk\r\n" for _ in range(100)) + b"0\r\n\r\n")
        return self.send(handler, 200, json.dumps(asked).encode(), {"Content-Type": "application/json", "X-Backend": "real"})

    def send(self, handler, status, body, headers=None):
        handler.send_response(status)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    @property
    def port(self):
        return self.server.server_address[1]

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def whole(stream, headers):
    """A request's body, by its length or in chunks."""
    if headers.get("Transfer-Encoding", "").lower() != "chunked":
        return stream.read(int(headers.get("Content-Length") or 0))
    body = b""
    while size := int(stream.readline().split(b";")[0], 16):
        body += stream.read(size)
        stream.readline()
    stream.readline()
    return body


def authority_and_certificate(folder, name):
    """Paths of an authority's certificate, and of a certificate and key that it issued for `name`."""
    ca, ca_key, pem, key, request = (str(folder / f) for f in ("ca.pem", "ca.key", "cert.pem", "key.pem", "request.pem"))
    extensions = folder / "extensions"
    extensions.write_text(f"subjectAltName=DNS:{name}\nextendedKeyUsage=serverAuth\n")

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)

    new = ["-newkey", "rsa:2048", "-nodes"]
    openssl("req", "-x509", *new, "-days", "30", "-subj", "/CN=test authority", "-keyout", ca_key, "-out", ca)
    openssl("req", *new, "-subj", f"/CN={name}", "-keyout", key, "-out", request)
    signed = ["-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-days", "30", "-extfile", str(extensions)]
    openssl("x509", "-req", "-in", request, *signed, "-out", pem)
    return ca, pem, key
