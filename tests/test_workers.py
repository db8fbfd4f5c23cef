"""A worker of pytest that dies fails the run and is named, also when no test is under way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DYING = """
import os

def {moment}():
    if os.environ.get("PYTEST_XDIST_WORKER") in {dying}:
        os._exit(3)
"""


@pytest.mark.parametrize(
    ("moment", "dying"),
    [
        ("pytest_collection_modifyitems", ["gw1"]),
        ("pytest_sessionfinish", ["gw1"]),
        ("pytest_collection_modifyitems", ["gw0", "gw1"]),
    ],
)
def test_a_worker_that_dies_fails_the_run(tmp_path: Path, moment: str, dying: list[str]) -> None:
    (tmp_path / "conftest.py").write_text(DYING.format(moment=moment, dying=dying))
    for name in ("one", "other"):
        (tmp_path / f"test_{name}.py").write_text("def test_something() -> None: pass")
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-n2", str(tmp_path)]
    # This test may itself be a worker's.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stderr
    assert "[gw1] node down: Not properly terminated" in done.stdout
