"""Key pairs: imported, made, found, deleted; fingerprints as AWS calculates them."""

import base64
import hashlib
import struct

from outside.errors import by, refuses
from outside.verdicts import contains, equal

# RFC 8032's first test key, and the 2048 bits of RSA that a test may name: the exponent 65537 with a modulus of ones.
ED25519 = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
MODULUS = b"\xff" * 256


def string(data):
    return struct.pack(">I", len(data)) + data


def rsa_blob():
    return string(b"ssh-rsa") + string(b"\x01\x00\x01") + string(b"\x00" + MODULUS)


def rsa_der():
    key = tlv(0x30, tlv(2, b"\x00" + MODULUS) + tlv(2, b"\x01\x00\x01"))
    return tlv(0x30, bytes.fromhex("300d06092a864886f70d0101010500") + tlv(3, b"\x00" + key))


def tlv(tag, data):
    size = len(data)
    if size < 0x80:
        return bytes([tag, size]) + data
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + data


def pairs(digest):
    return ":".join(f"{byte:02x}" for byte in digest)


def run(aws, verdicts):
    ec2 = aws.client("ec2")
    line = b"ssh-rsa " + base64.b64encode(rsa_blob()) + b" me@host"

    with verdicts.case("an imported RSA key has the MD5 of its DER form"):
        made = ec2.import_key_pair(
            KeyName="kp-rsa",
            PublicKeyMaterial=line,
            TagSpecifications=[{"ResourceType": "key-pair", "Tags": [{"Key": "Name", "Value": "kp"}]}],
        )
        equal(made["KeyName"], "kp-rsa")
        equal(made["KeyFingerprint"], pairs(hashlib.md5(rsa_der()).digest()))
        equal(made["Tags"], [{"Key": "Name", "Value": "kp"}])
        [shown] = ec2.describe_key_pairs(KeyNames=["kp-rsa"], IncludePublicKey=True)["KeyPairs"]
        equal(shown["KeyPairId"], made["KeyPairId"])
        equal(shown["KeyType"], "rsa")
        equal(shown["KeyFingerprint"], made["KeyFingerprint"])
        equal(shown["PublicKey"].split()[1], line.split()[1].decode())
        equal(shown["Tags"], [{"Key": "Name", "Value": "kp"}])
        assert shown["CreateTime"] and shown["KeyPairId"].startswith("key-0")
        assert "PublicKey" not in ec2.describe_key_pairs(KeyPairIds=[made["KeyPairId"]])["KeyPairs"][0]

    with verdicts.case("base64 of a DER key is the same key"):
        again = ec2.import_key_pair(KeyName="kp-der", PublicKeyMaterial=base64.b64encode(rsa_der()))
        equal(again["KeyFingerprint"], pairs(hashlib.md5(rsa_der()).digest()))

    with verdicts.case("an ED25519 key has the SHA-256 of its SSH form"):
        ssh = string(b"ssh-ed25519") + string(ED25519)
        made = ec2.import_key_pair(KeyName="kp-ed", PublicKeyMaterial=b"ssh-ed25519 " + base64.b64encode(ssh))
        equal(made["KeyFingerprint"], base64.b64encode(hashlib.sha256(ssh).digest()).decode())

    with verdicts.case("keys that EC2 makes come with their private half"):
        made = ec2.create_key_pair(KeyName="kp-made")
        contains(made["KeyMaterial"], "-----BEGIN RSA PRIVATE KEY-----")
        equal(len(made["KeyFingerprint"].split(":")), 20)
        made = ec2.create_key_pair(KeyName="kp-made-ed", KeyType="ed25519")
        contains(made["KeyMaterial"], "-----BEGIN OPENSSH PRIVATE KEY-----")
        body = base64.b64decode("".join(made["KeyMaterial"].splitlines()[1:-1]))
        assert body.startswith(b"openssh-key-v1\0none"[:15])
        equal(len(base64.b64decode(made["KeyFingerprint"])), 32)

    with verdicts.case("key pairs are found by name, id, fingerprint and tag"):
        [shown] = ec2.describe_key_pairs(Filters=by("fingerprint", made["KeyFingerprint"]))["KeyPairs"]
        equal(shown["KeyName"], "kp-made-ed")
        names = [k["KeyName"] for k in ec2.describe_key_pairs(Filters=by("key-name", "kp-r*", "kp-d*"))["KeyPairs"]]
        equal(sorted(names), ["kp-der", "kp-rsa"])
        equal([k["KeyName"] for k in ec2.describe_key_pairs(Filters=by("tag:Name", "kp"))["KeyPairs"]], ["kp-rsa"])

    with verdicts.case("what is refused"):
        with refuses("InvalidKeyPair.Duplicate", status=400):
            ec2.import_key_pair(KeyName="kp-rsa", PublicKeyMaterial=line)
        with refuses("InvalidKey.Format", status=400):
            ec2.import_key_pair(KeyName="kp-bad", PublicKeyMaterial=b"no key")
        with refuses("InvalidKeyPair.NotFound", status=400):
            ec2.describe_key_pairs(KeyNames=["kp-none"])
        with refuses("InvalidKeyPair.NotFound", status=400):
            ec2.describe_key_pairs(KeyPairIds=["key-00000000000000000"])

    with verdicts.case("deleting needs no key to be there"):
        gone = ec2.delete_key_pair(KeyName="kp-rsa")
        equal(gone["Return"], True)
        assert gone["KeyPairId"].startswith("key-")
        equal(ec2.delete_key_pair(KeyName="kp-rsa")["Return"], True)
        ec2.delete_key_pair(KeyPairId=ec2.describe_key_pairs(KeyNames=["kp-ed"])["KeyPairs"][0]["KeyPairId"])
        with refuses("InvalidKeyPair.NotFound"):
            ec2.describe_key_pairs(KeyNames=["kp-ed"])
        for name in ("kp-der", "kp-made", "kp-made-ed"):
            ec2.delete_key_pair(KeyName=name)
        equal(ec2.describe_key_pairs()["KeyPairs"], [])
