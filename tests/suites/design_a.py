"""Design A, built by its script, and what its policy is worth."""

import json
import subprocess
import sys
from types import SimpleNamespace

from outside.adit import ACCOUNT, Adit, environment, last_words
from outside.curl import Viewers
from outside.verdicts import contains, equal

IE = "internet-IE"
HELLO = '{"message":"hello from a regional API"}'


def run(place, verdicts):
    with Adit(place.adit) as adit:
        viewers = Viewers(adit)
        a = None
        with verdicts.case("design_a.py builds it with boto3, unmodified"):
            command = [sys.executable, str(place.tests / "design_a.py"), "--endpoint", adit.endpoint, "--json"]
            ended = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment())
            assert ended.returncode == 0, last_words(ended)
            a = SimpleNamespace(**json.loads(ended.stdout.strip().splitlines()[-1]))
        if a is None:
            return
        attacks(verdicts, adit, viewers, a)


def attacks(verdicts, adit, viewers, a):
    edges = [f"https://{domain}/v1/hello" for domain in (a.open_domain, a.domain)]
    straight = f"https://{a.api_name}/v1/hello"
    with verdicts.case("both distributions answer viewers in Ireland and the United Kingdom"):
        for url in edges:
            for vantage in (IE, "internet-GB"):
                answer = viewers.get(vantage, url)
                equal((answer.status, answer.body), (200, HELLO), f"{vantage} {url}")
    with verdicts.case("and refuse other countries and plain HTTP"):
        for url in edges:
            answer = viewers.get("internet-US", url)
            equal((answer.status, len(answer.body)), (403, 986))
            answer = viewers.get(IE, url.replace("https:", "http:"))
            equal((answer.status, len(answer.body)), (403, 915))
    with verdicts.case("step 1's hole: the API answers everybody who knows its name"):
        answer = viewers.get("internet-US", f"https://{a.open_api_name}/v1/hello")
        equal((answer.status, answer.body), (200, HELLO))
        equal(answer.header("via"), None, "Via")
    with verdicts.case("step 2 denies whoever lacks the secret, with AWS's words"):
        resource = f"arn:aws:execute-api:{a.region}:********{ACCOUNT[-4:]}:{a.api}/v1/GET/hello"
        wanted = (
            "User: anonymous is not authorized to perform: execute-api:Invoke on resource: "
            f"{resource} with an explicit deny in a resource-based policy"
        )
        for extra in ([], ["-H", "Referer: something"], ["-H", "X-Custom-Header: secure-access"]):
            answer = viewers.get(IE, straight, *extra)
            equal((answer.status, json.loads(answer.body)), (403, {"Message": wanted}), str(extra))
            equal(answer.header("x-amzn-errortype"), "AccessDeniedException")
        refusal = adit.refusal_of(IE, a.api_name)
        equal(refusal["decision"], "resource-policy")
        contains(refusal["by"], "OnlyWithTheSecret")
    with verdicts.case("step 2's hole: the endpoint is public, and whoever has the secret is in"):
        answer = viewers.get("internet-US", straight, "-H", "Referer: secure-access")
        equal((answer.status, answer.body), (200, HELLO))
    with verdicts.case("a viewer's own Referer does not replace the distribution's"):
        equal(viewers.get(IE, edges[1], "-H", "Referer: https://elsewhere.example").status, 200)
    with verdicts.case("a regional API answers on HTTPS only"):
        equal(viewers.get(IE, f"http://{a.api_name}/v1/hello").status, 0)
