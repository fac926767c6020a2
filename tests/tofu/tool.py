"""OpenTofu or Terraform with the AWS provider, as a user runs them, pointed at Adit by AWS_ENDPOINT_URL alone."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from outside.adit import environment

# The provider waits half a minute here and there, whatever the server says.
PATIENCE = 1800
PLAN_IS_EMPTY, PLAN_IS_NOT = 0, 2


class Failed(AssertionError):
    pass


def installed():
    """The program, `tofu` before `terraform`; None when there is none."""
    return shutil.which("tofu") or shutil.which("terraform")


class Stack:
    """A configuration in a folder of its own, with its state."""

    def __init__(self, program, source, folder, endpoint, variables=None, broken=lambda: None, log=None):
        """`broken` says in words that waiting longer is of no use; `log` is a file for the provider's own log."""
        self.program, self.folder, self.endpoint = program, Path(folder), endpoint
        self.variables, self.broken, self.log = variables or {}, broken, log
        self.folder.mkdir(parents=True)
        files = [source] if source.is_file() else sorted(source.glob("*.tf"))
        for file in files:
            shutil.copy(file, self.folder / file.name)

    def init(self):
        """False when the provider is not installed, and cannot be fetched either."""
        return self._run("init", "-input=false", patience=120).returncode == 0

    def apply(self, **variables):
        self.variables.update(variables)
        self._must("apply", "-input=false", "-auto-approve", *self._given())

    def plan_is_empty(self):
        ended = self._run("plan", "-input=false", "-detailed-exitcode", *self._given())
        if ended.returncode not in (PLAN_IS_EMPTY, PLAN_IS_NOT):
            raise Failed(words(ended))
        if ended.returncode == PLAN_IS_NOT:
            raise Failed("the second plan is not empty:\n" + ended.stdout[-4000:])

    def destroy(self):
        self._must("destroy", "-input=false", "-auto-approve", *self._given())

    def outputs(self):
        ended = self._must("output", "-json")
        return {name: value["value"] for name, value in json.loads(ended.stdout).items()}

    def types(self):
        """The types of the resources in the state."""
        ended = self._must("show", "-json")
        root = json.loads(ended.stdout).get("values", {}).get("root_module", {})
        return {r["type"] for r in root.get("resources", []) if r["mode"] == "managed"}

    def _given(self):
        return [f"-var={name}={value}" for name, value in self.variables.items()]

    def _must(self, *arguments):
        ended = self._run(*arguments)
        if ended.returncode != 0:
            raise Failed(f"{arguments[0]}: {words(ended)}")
        return ended

    def _run(self, *arguments, patience=PATIENCE):
        # The CLI configuration says where providers are; it is the user's.
        kept = {name: os.environ[name] for name in ("TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR") if name in os.environ}
        command = [self.program, *arguments, "-no-color"]
        if self.log:
            kept |= {"TF_LOG": "DEBUG", "TF_LOG_PATH": str(self.log)}
        env = environment(AWS_ENDPOINT_URL=self.endpoint, AWS_MAX_ATTEMPTS="2", **kept)
        said, complained = self.folder / "stdout.txt", self.folder / "stderr.txt"
        with open(said, "w") as out, open(complained, "w") as err:
            running = subprocess.Popen(
                command, cwd=self.folder, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True
            )
            try:
                why = self._wait(running, patience)
            finally:
                if running.poll() is None:
                    # The provider is a child of it, in the session that it leads.
                    os.killpg(running.pid, signal.SIGKILL)
                    running.wait()
        if why:
            raise Failed(f"{arguments[0]}: {why}")
        return subprocess.CompletedProcess(command, running.returncode, said.read_text(), complained.read_text())

    def _wait(self, running, patience):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            try:
                running.wait(1)
                return None
            except subprocess.TimeoutExpired:
                if why := self.broken():
                    return why
        return f"still running after {patience} s"


def words(ended):
    return (ended.stderr or ended.stdout).strip()[-4000:]
