"""Everything that bin/test checks: one line per step, the whole output of a step that fails, and one closing line."""

import os
import re
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launcher import dependencies, packages
from launcher.checkout import APPLICATION, OWNER, PYTHON, READER, ROOT, Checkout
from launcher.console import is_interactive, say

MOST_WORKERS = 2
NODE_COUNT = re.compile(r"^# (pass|fail|skipped) (\d+)$", re.MULTILINE)
Count = tuple[int, int, int]


def environment(checkout: Checkout, *, node: Path) -> dict[str, str]:
    """Variables of every check: the throw-away services, the test settings, the programs of .venv and Node."""
    env = dependencies.node_environment(node)
    return {
        **env,
        "PATH": f"{PYTHON.parent}{os.pathsep}{env['PATH']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": checkout.database_url(OWNER),
        "DATABASE_APP_ROLE": APPLICATION,
        "DATABASE_READER_ROLE": READER,
        "REDIS_URL": checkout.redis_url,
        "CHROMIUM": packages.browser() or "",
        # Only to read docker-compose.yml, which refuses to be read without them.
        "SITE_HOST": "record.example",
        **dict.fromkeys(
            ("SECRET_KEY", "DATABASE_OWNER_PASSWORD", "DATABASE_APP_PASSWORD", "REDIS_PASSWORD"), "for-tests"
        ),
    }


@dataclass(frozen=True)
class Step:
    """A check; `count` reads (passed, failed, skipped) from its output, and without it the check counts as one."""

    title: str
    command: list[str]
    count: Callable[[str], Count] | None = None


def steps() -> list[Step | None]:
    """The checks in the order of their speed, without pytest."""
    python, modules, compose = [str(PYTHON), "-m"], "node_modules/.bin", "docker-compose.yml"
    scripts = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "tests/js").glob("*.test.mjs"))
    return [
        Step("ruff", [*python, "ruff", "check", "-q", "."]),
        Step("ruff format", [*python, "ruff", "format", "-q", "--check", "."]),
        Step("mypy", [*python, "mypy"]),
        Step("djlint", [*python, "djlint", "--quiet", "--lint", "templates"]),
        Step("migrations", [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"]),
        Step("eslint", [f"{modules}/eslint", "--max-warnings=0", "."]),
        Step("tsc", [f"{modules}/tsc", "--noEmit", "-p", "tsconfig.json"]),
        Step("node --test", ["node", "--test", "--test-reporter=tap", *scripts], _count_node) if scripts else None,
        Step("compose file", [str(PYTHON.parent / "docker-compose"), "-f", compose, "config", "-q"]),
        Step("compose schema", [*python, "check_jsonschema", "-q", "--builtin-schema=vendor.compose-spec", compose]),
        Step("hadolint", [str(PYTHON.parent / "hadolint"), "Dockerfile"]),
    ]


def everything(checkout: Checkout, env: dict[str, str]) -> int:
    """Runs every check and then pytest; returns 0 when all pass."""
    total = (0, 0, 0)
    for step in filter(None, steps()):
        started = time.monotonic()
        with (checkout.log / "check.log").open("w+b") as written:
            done = subprocess.run(
                step.command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=written, stderr=written
            )
            written.seek(0)
            output = written.read().decode(errors="replace")
        say(f"{step.title} … {'ok' if done.returncode == 0 else 'FAILED'} {time.monotonic() - started:.1f} s")
        if done.returncode:
            say(output.rstrip())
        count = step.count(output) if step.count else (int(done.returncode == 0), int(done.returncode != 0), 0)
        total = _add(total, count if done.returncode == 0 or count[1] else (count[0], 1, count[2]))
    report = checkout.state / "pytest.xml"
    report.unlink(missing_ok=True)
    done = pytest(checkout, env, [f"-n{workers()}", "-q", "-r", "fEs", f"--junitxml={report}"])
    total = _add(total, _count_pytest(report, is_good=done.returncode == 0))
    passed, failed, skipped = total
    say(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return int(failed > 0)


def workers() -> int:
    """How many processes of pytest run side by side; each has databases, a site and a browser of its own."""
    return min(len(os.sched_getaffinity(0)), MOST_WORKERS)


def pytest(checkout: Checkout, env: dict[str, str], arguments: list[str]) -> "subprocess.CompletedProcess[bytes]":
    """Runs pytest with its output shown as it comes."""
    stdin = None if is_interactive() else subprocess.DEVNULL
    return subprocess.run([PYTHON, "-m", "pytest", *arguments], cwd=ROOT, env=env, stdin=stdin, check=False)


def module(env: dict[str, str], name: str, arguments: list[str]) -> int:
    """The exit code of a module of the project run as a program."""
    return subprocess.run([PYTHON, "-m", name, *arguments], cwd=ROOT, env=env, check=False).returncode


def _add(one: Count, other: Count) -> Count:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _count_node(output: str) -> Count:
    found = {name: int(number) for name, number in NODE_COUNT.findall(output)}
    return found.get("pass", 0), found.get("fail", 0), found.get("skipped", 0)


def _count_pytest(report: Path, *, is_good: bool) -> Count:
    """Counts of a JUnit report; a run that failed without a failing test (or a report) counts as one failure."""
    if not report.exists():
        return 0, 1, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    tests, skipped = (sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "skipped"))
    failed = sum(int(suite.get(name, 0)) for suite in suites for name in ("failures", "errors"))
    return max(tests - failed - skipped, 0), failed or int(not is_good), skipped
