"""Design B by the AWS SDK for JavaScript, every call signed and every signature checked.

`cargo xtask test` installs the SDK into the build folder, by tests/javascript/package-lock.json.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from outside.adit import Adit, environment, last_words
from outside.curl import Viewers
from outside.verdicts import contains, equal

KEY, SECRET, ACCOUNT = "AKIAJAVASCRIPT000001", "java/script+secret=", "111122223333"


def run(place, verdicts):
    # The interpreter's environment and the SDK lie side by side in the build folder.
    installed = Path(sys.prefix).parent / "javascript"
    with verdicts.case("the SDK is installed"):
        assert (installed / "node_modules").is_dir(), f"no `{installed}`: cargo xtask test installs it"
    if not (installed / "node_modules").is_dir():
        return
    # Node looks for packages beside the script.
    script = installed / "design_b.mjs"
    shutil.copyfile(place.tests / "javascript" / "design_b.mjs", script)
    with Adit(place.adit, "--verify-signatures", "--access-key", f"{KEY}:{SECRET}:{ACCOUNT}") as adit:

        def node(*arguments, secret=SECRET):
            env = environment(
                AWS_ENDPOINT_URL=adit.endpoint,
                AWS_ACCESS_KEY_ID=KEY,
                AWS_SECRET_ACCESS_KEY=secret,
                AWS_REGION="eu-west-1",
            )
            command = ["node", str(script), *arguments]
            return subprocess.run(command, capture_output=True, text=True, timeout=120, env=env, stdin=subprocess.DEVNULL)

        built = {}
        with verdicts.case("it builds design B and reads it back"):
            ended = node("build")
            equal(ended.returncode, 0, last_words(ended, 12))
            built = json.loads(ended.stdout)
            equal(built["account"], ACCOUNT)
        if not built:
            return
        with verdicts.case("what it built carries a request"):
            answer = Viewers(adit).get("internet-IE", f"https://{built['domain']}/v1/hello")
            equal((answer.status, answer.body), (200, '{"message":"hello from a private API"}'))
        with verdicts.case("it takes it down again"):
            ended = node("remove", json.dumps(built))
            equal(ended.returncode, 0, last_words(ended, 12))
        with verdicts.case("with another secret it gets nowhere"):
            ended = node("build", secret="another")
            assert ended.returncode != 0, ended.stdout
            contains(ended.stderr, "SignatureDoesNotMatch")
