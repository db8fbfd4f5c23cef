"""A Redis of the tests' own, and real processes over the test database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import redis
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0


def eventually(condition: Callable[[], Any], *, what: str) -> Any:
    """What `condition` returns once it is true; fails after half a minute."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    pytest.fail(f"it did not happen: {what}")


@contextmanager
def running(command: list[str], *, environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own; the whole group ends with the block."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield process
    except BaseException:
        print(f"{log.name} ends:\n{log.read_text()[-3000:]}")
        raise
    finally:
        end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kills a process and its children as a power cut would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)


class RedisServer:
    """A Redis on a Unix socket that can be stopped and started."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.url = f"unix://{directory}/redis.sock"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", "0", "--unixsocket", f"{self.directory}/redis.sock", "--save", ""]
        self.process = subprocess.Popen(command, cwd=self.directory, stdout=subprocess.DEVNULL)
        eventually(self._answers, what="Redis answers")

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(timeout=10)
            self.process = None

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    # Not under pytest's own directory: paths of sockets end at 107 bytes.
    with tempfile.TemporaryDirectory(prefix="iar-") as directory:
        server = RedisServer(Path(directory))
        server.start()
        yield server
        server.stop()


@pytest.fixture
def broker(redis_server: RedisServer, settings: Any) -> Iterator[RedisServer]:
    """An empty, running Redis that the test's own process uses too."""
    from kombu import pools

    from config.celery import app

    if redis_server.process is None:
        redis_server.start()
    with redis_server.client() as client:
        client.flushall()
    settings.REDIS_URL = redis_server.url
    before = app.conf.broker_url

    def use(url: str) -> None:
        app.conf.broker_url = url
        app._pool = app.amqp._producer_pool = None
        pools.reset()

    use(redis_server.url.replace("unix://", "redis+socket://"))
    yield redis_server
    use(before)


def database_url() -> str:
    """The address of the database of the running test."""
    own = connection.settings_dict
    person = quote(own["USER"], safe="") + (f":{quote(own['PASSWORD'], safe='')}" if own["PASSWORD"] else "")
    place = quote(own["HOST"], safe="") + (f":{own['PORT']}" if own["PORT"] else "")
    return f"postgis://{person}@{place}/{own['NAME']}"


@pytest.fixture
def environment(broker: RedisServer, transactional_db: None) -> dict[str, str]:
    """Variables of processes beside the test; a killed worker's task is handed out again after a second."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
        "DATABASE_URL": database_url(),
        "REDIS_URL": broker.url,
        "TASK_REDELIVERY_SECONDS": "1",
        "PYTHONUNBUFFERED": "1",
    }


@pytest.fixture
def worker(environment: dict[str, str], tmp_path: Path) -> Callable[[], Any]:
    """Starts a worker with one child: `with worker() as process`."""
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "1", "--loglevel", "info"]
    return lambda: running(command, environment=environment, log=tmp_path / "worker.log")
