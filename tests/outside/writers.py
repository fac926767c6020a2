"""Many clients that write at once, each on one connection, with what was acknowledged and when."""

import http.client
import re
import threading
import time
import urllib.parse
from dataclasses import dataclass

from outside.unsigned import scope


@dataclass(frozen=True)
class Written:
    name: str
    id: str
    sent: float
    answered: float


class Client:
    """EC2 over one connection, unsigned but for the scope."""

    def __init__(self, adit, patience=30):
        self.connection = http.client.HTTPConnection("127.0.0.1", adit.port("api"), timeout=patience)

    def call(self, action, **parameters):
        body = urllib.parse.urlencode({"Action": action, "Version": "2016-11-15", **parameters})
        head = {
            "Authorization": scope("ec2"),
            "X-Amz-Date": "20260101T000000Z",
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        }
        self.connection.request("POST", "/", body=body, headers=head)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()

    def group(self, vpc, name):
        """Creates a security group: what it took, or None when it was refused."""
        sent = time.monotonic()
        status, text = self.call("CreateSecurityGroup", GroupName=name, GroupDescription="d", VpcId=vpc)
        answered = time.monotonic()
        if status != 200:
            return None
        return Written(name, re.search(r"<groupId>(sg-\w+)</groupId>", text)[1], sent, answered)

    def vpc(self):
        status, text = self.call("CreateVpc", CidrBlock="10.0.0.0/16")
        assert status == 200, text
        return re.search(r"<vpcId>(vpc-\w+)</vpcId>", text)[1]

    def groups(self, vpc):
        """Names of all groups of the VPC."""
        status, text = self.call("DescribeSecurityGroups", **{"Filter.1.Name": "vpc-id", "Filter.1.Value.1": vpc})
        assert status == 200, text
        return set(re.findall(r"<groupName>([^<]+)</groupName>", text))


class Writers:
    """`count` clients that create groups until told to stop, until a number is reached, or until the connection breaks."""

    def __init__(self, adit, vpc, count, label, each=None):
        self.adit, self.vpc, self.label, self.each = adit, vpc, label, each
        self.written, self.refused = [], 0
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self._write, args=(n,), daemon=True) for n in range(count)]

    def start(self):
        for thread in self.threads:
            thread.start()
        return self

    def stop(self):
        self.ended.set()
        return self.join()

    def join(self):
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive(), "a writer hangs"
        return self.written

    def until(self, number, patience=30):
        end = time.monotonic() + patience
        while len(self.written) < number:
            assert time.monotonic() < end, f"only {len(self.written)} of {number} writes in {patience} s"
            time.sleep(0.005)

    def snapshot(self):
        with self.lock:
            return list(self.written)

    def _write(self, writer):
        client = Client(self.adit)
        number = 0
        while not self.ended.is_set() and number != self.each:
            try:
                done = client.group(self.vpc, f"{self.label}-{writer}-{number}")
            except (OSError, http.client.HTTPException):
                return
            with self.lock:
                if done:
                    self.written.append(done)
                else:
                    self.refused += 1
            number += 1
