"""Sends recorded calls to another Adit and compares each answer with the recorded one, member by member.

Statuses, headers, names of members and values must be the same, except that

- words that Adit makes may be others: ids, ETags, digests, addresses and numbers of the forms in `FORMS`. A word then
  stands for the recorded one for the rest of the replay, and for no other: in every later answer, and in the requests;
- times may be others, and so may request ids, serial numbers of certificates, and what stands in PEM;
- whether a target is healthy may differ, with its reason, unless it is unused or draining;
- members of a list may stand in another order if both lists are in order of a word that Adit made.

Not compared: the order of members of a structure, white space outside values, and headers that are not in
`recorder.ANSWERED`.
"""

import json
import re
from http.client import HTTPConnection
from itertools import pairwise
from xml.etree import ElementTree

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
ADDRESS = r"\d{1,3}(?:\.\d{1,3}){3}"
# An address within a name: ip-10-0-0-1, ec2-192-0-2-1.
DASHED = r"(?:(?<=ip-)|(?<=ec2-))\d{1,3}(?:-\d{1,3}){3}"
# An IPv6 block, as it stands in answers and in forms.
BLOCK = r"[0-9a-f]{1,4}(?:(?::|%3A)[0-9a-f]{1,4}){2,6}(?::|%3A){2}"
MAC = r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}"
# A zone's name server.
SERVER = r"ns-\d+\.awsdns-\d\d"
# A percent code is no part of the word after it.
WORD = re.compile(rf"{BLOCK}|%[0-9A-Fa-f]{{2}}|{UUID}|{ADDRESS}|{DASHED}|{MAC}|{SERVER}|[A-Za-z0-9]+")
# What Adit makes, by its name: whether the length is that of the recorded word, and the form.
FORMS = {
    "uuid": (True, re.compile(UUID)),
    "address": (False, re.compile(ADDRESS)),
    "dashed": (False, re.compile(r"\d{1,3}(?:-\d{1,3}){3}")),
    "block": (False, re.compile(BLOCK)),
    "mac": (True, re.compile(MAC)),
    "name server": (False, re.compile(SERVER)),
    "hexadecimal": (True, re.compile(r"(?:[0-9a-f]{16,17}|[0-9a-f]{32}|[0-9a-f]{96})")),
    "number": (False, re.compile(r"\d{9,}")),
    "lower": (True, re.compile(r"(?:[a-z0-9]{6}|[a-z0-9]{8}|[a-z0-9]{10}|d?[a-z0-9]{13}|[a-z0-9]{20}|[a-z0-9]{40})")),
    "upper": (True, re.compile(r"(?:[A-Z0-9]{10}|[A-Z0-9]{14}|[A-Z0-9]{18,26})")),
    "mixed": (True, re.compile(r"[A-Za-z0-9]{20,22}")),
}
# A word of letters alone may be a word of the language: it is an id only where nothing else stands.
IDENTITIES = re.compile(r"(id|Id|ID|arn|Arn|ARN|ett?ag|ETag|[lL]ocation|DomainName|DNSName|DnsName|dnsName|Endpoint)$")
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00| GMT)")
PEM = re.compile(r"\s*-----BEGIN [A-Z ]+-----.*-----END [A-Z ]+-----\s*", re.DOTALL)
# Members that name one answer.
PASSING = {"requestId", "RequestId", "RequestID", "Serial", "serial"}
# States of a target between which health checks move it as time goes by.
CHECKED = {"initial", "healthy", "unhealthy"}


class Difference(AssertionError):
    pass


class Replay:
    def __init__(self, adit):
        host, _, port = adit.api.rpartition(":")
        self.connection = HTTPConnection(host, int(port), timeout=60)
        # From recorded words to those of this run, and back: one for one.
        self.words, self.recorded = {}, {}
        # What was learned, in order, to be forgotten again.
        self.learned = []

    def run(self, calls):
        for number, call in enumerate(calls, 1):
            try:
                self.call(call)
            except Difference as why:
                said = call["headers"].get("x-amz-target") or call["body"][:120] or ""
                raise Difference(f"call {number}, {call['method']} {call['path']} {said}: {why}") from None
        return len(calls)

    def call(self, call):
        path, body = self.now(call["path"]), self.now(call["body"])
        headers = {name: self.now(value) if name.startswith("if-") else value for name, value in call["headers"].items()}
        self.connection.request(call["method"], path, body=body.encode(), headers=headers)
        answer = self.connection.getresponse()
        content = answer.read().decode()
        if answer.status != call["status"]:
            raise Difference(f"status {answer.status}, recorded {call['status']}: {content[:600]}")
        for name, value in call["answered"].items():
            self.text(value, answer.headers.get(name) or "", name)
        self.compare(parsed(call["answer"]), parsed(content), "")

    def now(self, text):
        """`text` with the words of this run."""
        return WORD.sub(lambda word: self.words.get(word[0], word[0]), text)

    def compare(self, recorded, live, where):
        if isinstance(recorded, dict) and isinstance(live, dict):
            if set(recorded) != set(live):
                raise Difference(f"{where or 'the answer'} has {sorted(live)}, recorded {sorted(recorded)}")
            for name in recorded:
                if name not in PASSING and not (name == "TargetHealth" and checked(recorded, live)):
                    self.compare(recorded[name], live[name], f"{where}.{name}")
        elif isinstance(recorded, list) and isinstance(live, list):
            if len(recorded) != len(live):
                raise Difference(f"{where} has {len(live)} members, recorded {len(recorded)}")
            self.members(recorded, live, where)
        elif isinstance(recorded, str) and isinstance(live, str):
            self.text(recorded, live, where)
        elif recorded != live and not (is_time(recorded) and is_time(live)):
            raise Difference(f"{where} is {live!r}, recorded {recorded!r}")

    def members(self, recorded, live, where):
        mark = len(self.learned)
        try:
            for one, other in zip(recorded, live, strict=True):
                self.compare(one, other, f"{where}[]")
        except Difference:
            self.forget(mark)
            if not (self.in_order_of_ids(recorded, live) and self.paired(recorded, list(live), where)):
                self.forget(mark)
                raise

    def in_order_of_ids(self, recorded, live):
        """Whether there is a place in the members by whose words, made by Adit, both lists ascend."""
        ours, theirs = [dict(leaves(one)) for one in recorded], [dict(leaves(one)) for one in live]
        return any(
            ascends(leaf.get(place) for leaf in ours)
            and ascends(leaf.get(place) for leaf in theirs)
            and any(form(word) for word in WORD.findall(ours[0][place]))
            for place in ours[0]
        )

    def paired(self, recorded, live, where):
        """Whether each recorded member has one of `live`."""
        if not recorded:
            return True
        for index, other in enumerate(live):
            mark = len(self.learned)
            try:
                self.compare(recorded[0], other, f"{where}[]")
                if self.paired(recorded[1:], live[:index] + live[index + 1 :], where):
                    return True
            except Difference:
                pass
            self.forget(mark)
        return False

    def text(self, recorded, live, where):
        recorded, live = TIME.sub("TIME", recorded), TIME.sub("TIME", live)
        if recorded == live and not any(form(word) for word in WORD.findall(recorded)):
            return
        if PEM.fullmatch(recorded) and PEM.fullmatch(live):
            return
        if (document := as_json(recorded)) is not None and (other := as_json(live)) is not None:
            return self.compare(document, other, f"{where}()")
        ours, theirs = WORD.findall(recorded), WORD.findall(live)
        if len(ours) != len(theirs) or WORD.sub("", recorded) != WORD.sub("", live):
            raise Difference(f"{where} is {live!r}, recorded {recorded!r}")
        for one, other in zip(ours, theirs, strict=True):
            if self.words.get(one, one) == other and self.recorded.get(other, one) == one:
                if form(one):
                    self.learn(one, other)
                continue
            if one in self.words or other in self.recorded or not made(one, other, where):
                raise Difference(f"{where} is {live!r}, expected {self.now(recorded)!r}")
            self.learn(one, other)

    def learn(self, one, other):
        pairs = [(one, other)]
        if re.fullmatch(ADDRESS, one):
            pairs.append((one.replace(".", "-"), other.replace(".", "-")))
        if re.fullmatch(BLOCK, one):
            pairs.append((one.replace(":", "%3A"), other.replace(":", "%3A")))
        for pair in pairs:
            if pair[0] not in self.words:
                self.words[pair[0]], self.recorded[pair[1]] = pair[1], pair[0]
                self.learned.append(pair)

    def forget(self, mark):
        while len(self.learned) > mark:
            one, other = self.learned.pop()
            del self.words[one], self.recorded[other]


def checked(*answers):
    """Whether the target of each answer is in a state that only its health checks decide."""
    return all(answer["TargetHealth"][0]["State"][0] in CHECKED for answer in answers)


def form(word):
    """The name of the first form that a word has."""
    return next((name for name, (_, shape) in FORMS.items() if shape.fullmatch(word)), None)


def made(one, other, where):
    """Whether both words may be Adit's, of one form."""
    for same_length, shape in FORMS.values():
        if shape.fullmatch(one) and shape.fullmatch(other) and (len(one) == len(other) or not same_length):
            return not (one.isalpha() or other.isalpha()) or bool(IDENTITIES.search(where.rstrip("[]()")))
    return False


def leaves(member, place=""):
    """Texts of a member by their places."""
    if isinstance(member, dict):
        for name, value in member.items():
            yield from leaves(value, f"{place}.{name}")
    elif isinstance(member, list):
        for index, value in enumerate(member):
            yield from leaves(value, f"{place}.{index}")
    elif isinstance(member, str):
        yield place, member


def ascends(values):
    values = list(values)
    return None not in values and all(one < other for one, other in pairwise(values))


def is_time(value):
    """Seconds or milliseconds since 1970, from 2017 to 2100."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and (1.5e9 < value < 4.1e9 or 1.5e12 < value < 4.1e12)


def as_json(text):
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def parsed(text):
    """An answer as dicts, lists and texts, whatever its protocol."""
    if not text:
        return ""
    if text.startswith("<"):
        return tree(ElementTree.fromstring(text))
    document = as_json(text)
    return text if document is None else document


def tree(element):
    if len(element) == 0:
        return element.text or ""
    found = {}
    for child in element:
        found.setdefault(child.tag.rpartition("}")[2], []).append(tree(child))
    return found
