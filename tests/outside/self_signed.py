"""Certificates that nobody vouches for, made by openssl."""

import subprocess
import tempfile
from pathlib import Path


def self_signed(name, days=90):
    """A certificate for `name` and its key, PEM."""
    with tempfile.TemporaryDirectory() as folder:
        key, pem = Path(folder, "key.pem"), Path(folder, "cert.pem")
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days), "-subj", f"/CN={name}"]
        command += ["-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(pem)]
        subprocess.run(command, check=True, capture_output=True)
        return pem.read_bytes(), key.read_bytes()
