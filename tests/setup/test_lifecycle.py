"""The whole application comes up from a copy, goes down without a trace, and recovers from whatever was killed.

All that starts it is in this module, so that one worker of pytest sets up one copy.
"""

import contextlib
import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import Copy
from .test_refusals import free_port


@contextlib.contextmanager
def running(copy: Copy, port: int) -> Iterator["subprocess.Popen[str]"]:
    """bin/run, once it has printed the address; when it has ended, nothing of it may be left."""
    process = copy.start("run", "--port", str(port))
    assert process.stdout
    assert process.stderr
    try:
        if not any(f"http://127.0.0.1:{port}/" in line for line in iter(process.stdout.readline, "")):
            pytest.fail(f"bin/run ended with {process.wait()}: {process.stderr.read()}")
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)
    assert wait_for(lambda: not copy.processes())


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def application(copy: Copy, port: int) -> Iterator["subprocess.Popen[str]"]:
    with running(copy, port) as process:
        yield process


def wait_for(condition: Callable[[], bool], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            return answer.status == 200
    except OSError:
        return False


def programs(copy: Copy, words: str) -> list[int]:
    """Ids of the copy's processes whose command line has these words, parents first."""
    found = []
    for pid in copy.processes():
        try:
            if words in Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "):
                found.append(pid)
        except OSError:
            continue
    return sorted(found)


def test_a_second_one_says_where_the_first_one_is(copy: Copy, port: int, application: "subprocess.Popen[str]") -> None:
    assert answers(port)
    done = copy.run("run", "--port", str(free_port()))
    assert done.returncode == 1
    assert done.stderr.strip() == f"bin/run is already running for this checkout at http://127.0.0.1:{port}/"
    assert answers(port)


@pytest.mark.parametrize("words", ["postgres -D", "redis-server", "gunicorn", "celery -A config worker"])
def test_a_killed_program_is_started_again(
    copy: Copy, port: int, application: "subprocess.Popen[str]", words: str
) -> None:
    before = programs(copy, words)
    os.kill(before[0], signal.SIGKILL)
    assert wait_for(lambda: (now := programs(copy, words)) != [] and not set(now) & set(before))
    assert wait_for(lambda: answers(port))
    assert application.poll() is None


def test_without_its_supervisor_everything_stops(copy: Copy, application: "subprocess.Popen[str]") -> None:
    os.kill(programs(copy, "supervisord")[0], signal.SIGKILL)
    assert application.wait(timeout=60) == 1
    assert copy.processes() == []


def test_the_next_run_works_and_an_interrupt_leaves_no_process(copy: Copy, port: int) -> None:
    with running(copy, port) as process:
        assert answers(port)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert copy.processes() == []


def test_killed_without_warning_it_takes_everything_along(copy: Copy, port: int) -> None:
    with running(copy, port) as process:
        process.kill()
        assert wait_for(lambda: not copy.processes())


def printed(copy: Copy) -> "tuple[dict[str, str], subprocess.Popen[str]]":
    """Names and passwords that a running demonstration has printed."""
    process = copy.start("run", "--demo", "--port", str(free_port()))
    assert process.stdout
    seen = ""
    for line in iter(process.stdout.readline, ""):
        seen += line
        if line.startswith("Iraq Attack Record is at"):
            break
    return dict(re.findall(r"^(\S+): password (\S+)", seen, re.MULTILINE)), process


def test_passwords_of_a_demonstration_are_printed_once_and_in_no_log(copy: Copy) -> None:
    passwords, process = printed(copy)
    try:
        assert list(passwords) == ["demo-analyst", "demo-editor"]
        logs = [file.read_text(errors="replace") for file in (copy.state / "log").iterdir()]
        assert logs
        assert not any(password in log for password in passwords.values() for log in logs)
    finally:
        process.terminate()
        process.communicate(timeout=60)
    assert wait_for(lambda: not copy.processes())
