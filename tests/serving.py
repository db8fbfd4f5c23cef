"""A real site to look at: a database of its own holding the curated record, served by the real web server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psycopg
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
# Keeps databases apart: of pytest's workers, and of runs that share a server.
SUFFIX = os.environ.get("TEST_DB_SUFFIX", "") + os.environ.get("PYTEST_XDIST_WORKER", "")


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: `url` without a slash at the end, `environment` of its processes, the number of the first."""

    url: str
    environment: dict[str, str]
    process: int

    def manage(self, *arguments: str) -> str:
        """What a management command prints, run beside the site."""
        return _manage(self.environment, *arguments)


def _manage(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


@contextmanager
def record_database(name: str) -> Iterator[str]:
    """The URL of a fresh database that holds the curated record; dropped at the end."""
    with empty_database(name) as url:
        _manage(_environment(url), "load_record")
        yield url


@contextmanager
def empty_database(name: str) -> Iterator[str]:
    """The URL of a fresh database with all tables and no record; dropped at the end."""
    with _database(name, "CREATE DATABASE {}") as url:
        _manage(_environment(url), "migrate", "--verbosity=0")
        yield url


@contextmanager
def copied_database(name: str, source: str) -> Iterator[str]:
    """The URL of a copy of a database of the URL `source`, to which nobody is connected; dropped at the end."""
    template = source.rpartition("/")[2]
    with _database(name, "CREATE DATABASE {} TEMPLATE {}", template) as url:
        yield url


@contextmanager
def _database(name: str, create: str, *more: str) -> Iterator[str]:
    name += SUFFIX
    own = settings.DATABASES["default"]
    connection = {"host": own["HOST"], "user": own["USER"], "password": own["PASSWORD"], "port": own["PORT"]}
    known = {key: value for key, value in connection.items() if value}

    def execute(statement: str, *names: str) -> None:
        with psycopg.connect(dbname="postgres", autocommit=True, **known) as admin:
            admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def drop() -> None:
        try:
            execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        except psycopg.errors.InsufficientPrivilege:  # autovacuum is at work there; without force it is asked to leave
            execute("DROP DATABASE IF EXISTS {}", name)

    drop()
    execute(create, name, *more)
    try:
        yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    finally:
        drop()


def _environment(database_url: str, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.served",
        "DATABASE_URL": database_url,
        "DATABASE_APP_ROLE": "",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


def free_port() -> int:
    """A port on which nothing listens at this moment."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serve(database_url: str, log: Path, **more: str) -> Iterator[Site]:
    """The site over that database, answering; its processes end with the block."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    own = {"HOST": "127.0.0.1", "PORT": str(port), "SITE_URL": url, "WEB_PROCESSES": "1"}
    environment = _environment(database_url, **{**own, **more})
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "-c", "config/gunicorn.py"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            _wait(url, process, log)
            yield Site(url, environment, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            urlopen(f"{url}/healthz", timeout=5).close()
        except (HTTPError, URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the site did not answer; its log ends:\n{log.read_text()[-4000:]}")
