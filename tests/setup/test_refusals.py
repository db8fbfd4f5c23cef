"""What stops bin/run is said in one line, with an exit code that is not 0."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

from .conftest import ROOT, Copy, make


def lines(done: "subprocess.CompletedProcess[str]") -> list[str]:
    return done.stderr.strip().splitlines()


def test_a_taken_port_is_named(copy: Copy) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = copy.run("run", "--port", str(port))
    assert done.returncode == 1
    assert lines(done) == [f"Port {port} is taken by another program; choose another with --port or PORT."]


def test_a_port_that_is_no_number_is_refused(copy: Copy) -> None:
    done = copy.run("run", PORT="http")
    assert done.returncode == 1
    assert lines(done) == ["'http' is not a port; it is a number from 1 to 65535."]


def test_a_demonstration_refuses_the_settings_of_production(copy: Copy) -> None:
    done = copy.run("run", "--demo", DJANGO_SETTINGS_MODULE="config.settings.production")
    assert done.returncode == 1
    assert lines(done) == ["--demo is not for production: whoever reads its passwords could publish."]


def test_a_python_that_is_too_old_is_named(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\necho 3.9.2\nexit 1\n")
    old.chmod(0o755)
    for needed in ("sh", "dirname"):
        (tmp_path / needed).symlink_to(shutil.which(needed) or needed)
    done = subprocess.run([ROOT / "bin/run"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert lines(done) == [
        "Python 3.11 or newer is needed, found python3 3.9.2. On Debian or Ubuntu: apt-get install python3 python3-venv"
    ]


def test_an_unreachable_registry_is_said_as_such(tmp_path: Path) -> None:
    fresh = make(tmp_path / "fresh")
    (fresh.root / ".venv").symlink_to(ROOT / ".venv")
    (fresh.root / "requirements.txt").write_text(f"six==0.0.1 --hash=sha256:{'0' * 64}\n")
    try:
        nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
        done = fresh.run("run", "--port", str(free_port()), **nowhere)
    finally:
        shutil.rmtree(fresh.state, ignore_errors=True)
    assert done.returncode == 1
    assert lines(done) == [
        "The Python packages could not be installed: the network or the package registry can't be reached."
    ]


def test_a_missing_secret_stops_a_deployment() -> None:
    given = {
        "SITE_HOST": "a.example",
        "DATABASE_OWNER_PASSWORD": "a",
        "DATABASE_APP_PASSWORD": "b",
        "REDIS_PASSWORD": "c",
    }
    command = [ROOT / ".venv/bin/docker-compose", "-f", "docker-compose.yml", "config", "-q"]
    env = {"PATH": os.environ["PATH"], **given}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "SECRET_KEY is missing a value: set SECRET_KEY" in done.stderr
    done = subprocess.run(
        command, cwd=ROOT, env={**env, "SECRET_KEY": "d"}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
