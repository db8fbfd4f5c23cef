"""A copy of the checkout, in a path with a space, whose scripts are run for real."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Copy:
    """A copied checkout, and where its scripts keep their state."""

    root: Path
    state: Path

    def environment(self, **variables: str) -> dict[str, str]:
        """What a person's shell has: nothing of the variables that bin/test sets."""
        names = (
            "DATABASE_URL",
            "DATABASE_APP_ROLE",
            "REDIS_URL",
            "DJANGO_SETTINGS_MODULE",
            "SECRET_KEY",
            "HOST",
            "PORT",
        )
        return {**{key: value for key, value in os.environ.items() if key not in names}, **variables}

    def start(self, script: str, *arguments: str, **variables: str) -> "subprocess.Popen[str]":
        """Begins as what a shell's script starts in the background: with interrupts ignored."""
        return subprocess.Popen(
            ["sh", "-c", 'trap "" INT; exec "$@"', "sh", self.root / "bin" / script, *arguments],
            env=self.environment(**variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, script: str, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        process = self.start(script, *arguments, **variables)
        output, errors = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)

    def launcher(self, expression: str) -> str:
        """The value of an expression in the copy's own launcher, of a checkout whose purpose is to run."""
        code = (
            f"from launcher import processes; from launcher.checkout import *; c = Checkout('run'); print({expression})"
        )
        env = {**os.environ, "PYTHONPATH": str(self.root / "bin")}
        return subprocess.check_output([sys.executable, "-B", "-c", code], env=env, text=True).strip()

    def processes(self) -> list[int]:
        """Ids of the processes that belong to the copy."""
        return [int(number) for number in self.launcher("*processes.of(c)").split()]


def make(root: Path) -> Copy:
    listed = subprocess.check_output(["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, text=True)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("docs/", "tests/")):
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
    draft = Copy(root, root)
    return Copy(root, Path(draft.launcher("c.state")))


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """A copy that shares the installed packages of this checkout."""
    made = make(tmp_path_factory.mktemp("a path") / "with a space")
    (made.root / ".venv").symlink_to(ROOT / ".venv")
    yield made
    # A run that was killed leaves its sockets to the next one, which does not come.
    for directory in (made.state, Path(made.launcher("c.sockets"))):
        shutil.rmtree(directory, ignore_errors=True)
