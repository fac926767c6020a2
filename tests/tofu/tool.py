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


# The release whose calls the fixtures hold.
VERSIONS = """terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
"""


def provider(program, folder, fetch):
    """The folder with the AWS provider; None where it is not installed and may not, or cannot, be fetched."""
    folder = Path(folder)
    folder.mkdir()
    (folder / "versions.tf").write_text(VERSIONS)
    # Nothing listens there: what is not on this machine is not found.
    nowhere = {} if fetch else {"HTTPS_PROXY": "http://127.0.0.1:1"}
    try:
        ended = call(program, folder, ("init", "-input=false"), patience=300 if fetch else 60, **nowhere)
    except Failed:
        return None
    return folder / ".terraform" / "providers" if ended.returncode == 0 else None


class Stack:
    """A configuration in a folder of its own, with its state."""

    def __init__(self, program, plugins, source, folder, endpoint, variables=None, broken=lambda: None, log=None):
        """`broken` says in words that waiting longer is of no use; `log` is a file for the provider's own log."""
        self.program, self.plugins, self.folder, self.endpoint = program, plugins, Path(folder), endpoint
        self.variables, self.broken, self.log = variables or {}, broken, log
        self.folder.mkdir(parents=True)
        files = [source] if source.is_file() else sorted(source.glob("*.tf"))
        for file in files:
            shutil.copy(file, self.folder / file.name)

    def init(self):
        self._must("init", "-input=false", f"-plugin-dir={self.plugins}")

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

    def _run(self, *arguments):
        env = {"AWS_ENDPOINT_URL": self.endpoint}
        if self.log:
            env |= {"TF_LOG": "DEBUG", "TF_LOG_PATH": str(self.log)}
        return call(self.program, self.folder, arguments, self.broken, **env)


def call(program, folder, arguments, broken=lambda: None, patience=PATIENCE, **env):
    """Runs the program to its end, which is before its time when `broken` says why."""
    # The CLI configuration says where providers are; it is the user's.
    kept = {name: os.environ[name] for name in ("TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR") if name in os.environ}
    command = [program, *arguments, "-no-color"]
    said, complained = folder / "stdout.txt", folder / "stderr.txt"
    with open(said, "w") as out, open(complained, "w") as err:
        running = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(**kept, **env),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            why = wait(running, broken, patience)
        finally:
            if running.poll() is None:
                # The provider is a child of it, in the session that it leads.
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
    if why:
        raise Failed(f"{arguments[0]}: {why}")
    return subprocess.CompletedProcess(command, running.returncode, said.read_text(), complained.read_text())


def wait(running, broken, patience):
    """Why it had to be given up; None when it ended."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            running.wait(1)
            return None
        except subprocess.TimeoutExpired:
            if why := broken():
                return why
    return f"still running after {patience} s"


def words(ended):
    return (ended.stderr or ended.stdout).strip()[-4000:]
