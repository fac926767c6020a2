"""What the kernel says a process listens on: /proc/net joined with the process's descriptors by socket inode."""

import ipaddress
import os
import re
from pathlib import Path

LISTEN = "0A"
SOCKET = re.compile(r"socket:\[(\d+)\]")


def sockets(pid):
    """Inodes of the sockets that the process holds."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            match = SOCKET.fullmatch(os.readlink(descriptor))
        except FileNotFoundError:
            continue
        if match:
            inodes.add(match.group(1))
    return inodes


def listening(pid):
    """(address, port) of every TCP socket in LISTEN, IPv4 and IPv6."""
    held = sockets(pid)
    found = set()
    for table in ("tcp", "tcp6"):
        for line in rows(table):
            if line[3] == LISTEN and line[9] in held:
                found.add(place(line[1]))
    return found


def datagram(pid):
    """Every UDP and raw socket that it holds."""
    held = sockets(pid)
    tables = ("udp", "udp6", "raw", "raw6", "udplite", "udplite6")
    return {place(line[1]) for table in tables for line in rows(table) if line[9] in held}


def local(pid):
    """Paths of Unix sockets that it listens on."""
    held = sockets(pid)
    # Flags 00010000: accepts connections.
    return {line[-1] for line in rows("unix") if len(line) > 6 and line[6] in held and line[3] == "00010000"}


def connected(pid):
    """(remote address, remote port) of its established connections."""
    held = sockets(pid)
    return {place(line[2]) for table in ("tcp", "tcp6") for line in rows(table) if line[3] == "01" and line[9] in held}


def rows(table):
    path = Path("/proc/net", table)
    return [line.split() for line in path.read_text().splitlines()[1:]] if path.exists() else []


def place(text):
    """`0100007F:1F90` is 127.0.0.1 port 8080: 32-bit words in the machine's order."""
    address, _, port = text.partition(":")
    words = [bytes.fromhex(address[i : i + 8])[::-1] for i in range(0, len(address), 8)]
    return str(ipaddress.ip_address(b"".join(words))), int(port, 16)
