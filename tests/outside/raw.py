"""Bytes on a socket, for what no proper client sends; and frames of HTTP/2, written by hand."""

import socket
import ssl
import struct
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST, SETTINGS, PING, GOAWAY, WINDOW, CONTINUATION = 0, 1, 3, 4, 6, 7, 8, 9


def connect(port, timeout=5.0):
    stream = socket.create_connection(("127.0.0.1", port), timeout=timeout)
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return stream


def tls(port, name, protocols=("http/1.1",), timeout=5.0):
    """TLS that verifies nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(list(protocols))
    return context.wrap_socket(connect(port, timeout), server_hostname=name)


def say(stream, *parts, patience=3.0):
    """Sends, then reads until the peer closes or stays silent; what came back."""
    try:
        for part in parts:
            stream.sendall(part)
    except OSError:
        pass
    return hear(stream, patience)


def hear(stream, patience=3.0, enough=1 << 20):
    heard = b""
    end = time.monotonic() + patience
    while len(heard) < enough and (left := end - time.monotonic()) > 0:
        stream.settimeout(left)
        try:
            part = stream.recv(65536)
        except OSError:
            break
        if not part:
            break
        heard += part
        # Whatever comes after an answer comes soon.
        end = min(end, time.monotonic() + 0.3)
    return heard


def exchange(port, *parts, patience=3.0):
    with connect(port) as stream:
        return say(stream, *parts, patience=patience)


def exchange_tls(port, name, *parts, patience=3.0):
    with tls(port, name) as stream:
        return say(stream, *parts, patience=patience)


def statuses(heard):
    """Of every HTTP/1.1 answer in what was heard."""
    return [int(part[:3]) for part in heard.split(b"HTTP/1.1 ")[1:] if part[:3].isdigit()]


def frame(kind, flags=0, stream=0, payload=b"", length=None):
    length = len(payload) if length is None else length
    return struct.pack(">I", length)[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def request_block(name, path=b"/v1/hello"):
    """GET over https, in HPACK without an index."""
    return b"\x82\x87" + literal(b":path", path) + literal(b":authority", name)


def literal(name, value):
    return b"\x00" + number(len(name)) + name + number(len(value)) + value


def number(n, bits=7):
    most = (1 << bits) - 1
    if n < most:
        return bytes([n])
    out, n = [most], n - most
    while n >= 128:
        out.append(n % 128 + 128)
        n //= 128
    return bytes([*out, n])
