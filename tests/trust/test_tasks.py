"""Background tasks on a real Redis with real workers, some of which are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from attacks import tasks, warmup
from attacks.models import Revision, TaskOutcome
from tests.factories import IncidentFactory, SourceFactory, published

from .conftest import RedisServer, eventually, running

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(name: str) -> TaskOutcome | None:
    return TaskOutcome.objects.filter(name=name).first()


def left_in_redis(broker: RedisServer) -> int:
    """Tasks that wait, or that a worker holds."""
    with broker.client() as client:
        return client.llen("celery") + client.hlen("unacked")


@contextmanager
def held(table: str) -> Iterator[psycopg.Connection]:
    """Nobody else reads the table inside the block."""
    own = connection.settings_dict
    given = {"host": own["HOST"], "user": own["USER"], "password": own["PASSWORD"], "port": own["PORT"]}
    with psycopg.connect(dbname=own["NAME"], **{key: value for key, value in given.items() if value}) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield other
        other.rollback()


def is_waiting_for_lock() -> int | None:
    """The process that PostgreSQL serves and that waits for a lock now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        row = cursor.fetchone()
        return row[0] if row else None


def children(process: subprocess.Popen[bytes]) -> list[int]:
    text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(word) for word in text.split()]


def test_a_worker_checks_the_ledger_and_keeps_the_newest_digest(broker: RedisServer, worker: Callable[[], Any]) -> None:
    published(IncidentFactory())
    head = Revision.objects.latest("id")
    tasks.check_ledger.delay()
    with worker():
        found = eventually(lambda: outcome("check_ledger"), what="the task ends")
    assert found.is_ok
    assert (found.watermark, found.digest) == (head.id, head.digest)


@pytest.mark.parametrize("victim", ["worker", "child"])
def test_a_task_whose_worker_is_killed_is_done_all_the_same(
    broker: RedisServer, worker: Callable[[], Any], victim: str
) -> None:
    published(IncidentFactory())
    tasks.check_ledger.delay()
    with held("attacks_revision") as lock:
        with worker() as process:
            eventually(is_waiting_for_lock, what="the task is in the middle of its work")
            if victim == "worker":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                (child,) = children(process)
                os.kill(child, signal.SIGKILL)
                lock.rollback()
                eventually(lambda: outcome("check_ledger"), what="another child does the task")
                eventually(lambda: left_in_redis(broker) == 0, what="nothing is left to do")
        if victim == "worker":
            assert outcome("check_ledger") is None
            assert left_in_redis(broker) == 1
            lock.rollback()
            with worker():
                eventually(lambda: outcome("check_ledger"), what="the next worker does the task")
                eventually(lambda: left_in_redis(broker) == 0, what="nothing is left to do")
    found = outcome("check_ledger")
    assert found is not None
    assert found.is_ok
    assert left_in_redis(broker) == 0


def test_a_second_run_of_a_task_leaves_one_outcome() -> None:
    published(IncidentFactory())
    tasks.check_ledger()
    tasks.check_ledger()
    assert TaskOutcome.objects.filter(name="check_ledger", is_ok=True).count() == 1


def test_a_lost_tail_stays_found_however_often_one_looks() -> None:
    published(IncidentFactory())
    published(IncidentFactory())
    tasks.check_ledger()
    last = Revision.objects.latest("id")
    before = Revision.objects.get(id=last.id - 1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM attacks_publishedincident WHERE from_rev_id = %s", [last.id])
        cursor.execute("DELETE FROM attacks_revisiondocument WHERE revision_id = %s", [last.id])
        cursor.execute("UPDATE attacks_ledgerhead SET revision_id = %s, digest = %s", [before.id, before.digest])
        cursor.execute("DELETE FROM attacks_revision WHERE id = %s", [last.id])
    for _ in range(2):
        tasks.check_ledger()
        found = outcome("check_ledger")
        assert found is not None
        assert not found.is_ok
        assert found.summary.startswith("lost tail")
        assert found.digest == last.digest


def test_sources_with_bad_or_twofold_addresses_are_named() -> None:
    SourceFactory(slug="good", url="https://example.org/a")
    SourceFactory(slug="first", url="https://www.example.org/b/?utm_source=x&id=1")
    SourceFactory(slug="second", url="http://example.org/b?id=1#part")
    SourceFactory(slug="odd", url="https://localhost/secret")
    SourceFactory(slug="none", url=None)
    tasks.check_sources()
    found = outcome("check_sources")
    assert found is not None
    assert not found.is_ok
    assert found.summary.splitlines() == [
        "4 addresses, 1 malformed, 1 duplicated.",
        "odd names no public host",
        "first = second",
    ]


def test_a_task_that_fails_says_so_without_its_details() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE attacks_source RENAME COLUMN url TO gone")
    try:
        with pytest.raises(ProgrammingError):
            tasks.check_sources()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE attacks_source RENAME COLUMN gone TO url")
    found = outcome("check_sources")
    assert found is not None
    assert not found.is_ok
    assert found.summary == "It ended with ProgrammingError; the log has more."


def test_a_publication_starts_the_warm_up_after_its_commit(broker: RedisServer) -> None:
    with transaction.atomic():
        published(IncidentFactory())
        assert left_in_redis(broker) == 0
    with broker.client() as client:
        (message,) = client.lrange("celery", 0, -1)
    assert json.loads(message)["headers"]["task"] == "attacks.warm_explorer"


def test_a_publication_that_is_rolled_back_starts_nothing(broker: RedisServer) -> None:
    with transaction.atomic():
        published(IncidentFactory())
        transaction.set_rollback(True)
    assert not Revision.objects.exists()
    assert left_in_redis(broker) == 0


def test_a_publication_stands_while_redis_is_down(broker: RedisServer, caplog: pytest.LogCaptureFixture) -> None:
    broker.stop()
    published(IncidentFactory())
    assert Revision.objects.count() == 1
    assert "the broker does not answer" in caplog.text


def test_every_web_process_is_told_of_a_publication(
    broker: RedisServer, environment: dict[str, str], worker: Callable[[], Any], tmp_path: Path
) -> None:
    web = [sys.executable, "-m", "gunicorn", "config.wsgi", "-c", "config/gunicorn.py"]
    more = {"WEB_PROCESSES": "2", "PORT": "0"}
    with running(web, environment=environment | more, log=tmp_path / "web.log"):
        with broker.client() as client:
            eventually(
                lambda: dict(client.pubsub_numsub(warmup.CHANNEL))[warmup.CHANNEL.encode()] == 2,
                what="both web processes listen",
            )
        published(IncidentFactory())
        with worker():
            found = eventually(lambda: outcome("warm_explorer"), what="the warm-up ends")
    assert found.summary == f"2 web processes were told of revision {Revision.objects.latest('id').id}."


def test_a_web_process_warms_up_at_start_and_after_each_announcement(broker: RedisServer) -> None:
    seen: list[int] = []
    warmer = warmup.Warmer(action=lambda: seen.append(1))
    warmer.start()
    try:
        eventually(lambda: len(seen) == 2, what="it warms up at start, and again once it listens")
        assert warmup.announce(7) == 1
        eventually(lambda: len(seen) == 3, what="it warms up after the announcement")
    finally:
        warmer.stop()
        warmer.join(timeout=10)
    assert not warmer.is_alive()


def test_a_warmer_outlives_a_restart_of_redis(broker: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warmup, "RETRY_SECONDS", 0.05)
    seen: list[int] = []
    warmer = warmup.Warmer(action=lambda: seen.append(1))
    warmer.start()
    try:
        eventually(lambda: len(seen) == 2, what="it listens")
        broker.stop()
        broker.start()
        eventually(lambda: len(seen) >= 3, what="it warms up because it may have missed something")
        eventually(lambda: warmup.announce(8) == 1, what="it listens again")
    finally:
        warmer.stop()
        warmer.join(timeout=10)


def test_beat_begins_with_what_is_scheduled(broker: RedisServer, environment: dict[str, str], tmp_path: Path) -> None:
    beat = [sys.executable, "-m", "celery", "-A", "config", "beat", "--pidfile="]
    more = {"BEAT_SCHEDULE_FILE": str(tmp_path / "beat-schedule")}

    def waiting() -> set[str]:
        with broker.client() as client:
            return {json.loads(message)["headers"]["task"] for message in client.lrange("celery", 0, -1)}

    with running(beat, environment=environment | more, log=tmp_path / "beat.log"):
        eventually(
            lambda: waiting() == {"attacks.check_ledger", "attacks.check_sources", "attacks.tend_jobs"},
            what="all are queued",
        )
        eventually(lambda: list(tmp_path.glob("beat-schedule*")), what="its file is where it was told to put it")
