"""Jobs on a real Redis with real workers, some of which are killed, and a Redis that loses what it holds."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from attacks import tasks
from attacks.choices import RecordType
from attacks.jobs import care, desk
from attacks.models import Job, JobFile, Outlet, ReviewEvent
from attacks.models.jobs import JobStatus
from tests.factories import ActorFactory, OutletFactory, published
from tests.trust.conftest import RedisServer, eventually
from tests.trust.test_tasks import held, is_waiting_for_lock, left_in_redis

from .conftest import csv_of

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 700  # more than are written at a time


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job counts as lost without a wait."""
    monkeypatch.setattr(care, "PATIENCE", timedelta(0))


def outlets() -> bytes:
    """A file whose last rows name an actor: who locks the actors stops the work after the first rows are written."""
    rows = [[f"outlet-{n}", f"Outlet {n}", "newspaper", "front" if n >= 600 else ""] for n in range(ROWS)]
    return csv_of(["slug", "name", "kind", "partisan_for"], *rows)


def asked(analyst: User, content: bytes | None = None) -> Job:
    return desk.ask_check(
        content=content or outlets(), file_name="outlets.csv", record_type=RecordType.OUTLET, by=analyst
    )


def is_done(job: Job) -> Job | None:
    job.refresh_from_db()
    assert job.status != JobStatus.FAILED, job.reason
    return job if job.status == JobStatus.DONE else None


@pytest.fixture
def checked(analyst: User, broker: RedisServer) -> Job:
    """A file that was checked and found good."""
    ActorFactory(slug="front")
    job = asked(analyst)
    tasks.do_job(job.pk)
    assert is_done(job)
    assert (job.total, job.new_count, job.error_count) == (ROWS, ROWS, 0)
    assert not Outlet.objects.exists()
    return job


def imported(check: Job, analyst: User) -> Job:
    return desk.ask_import(check=check, digest=check.sha256, by=analyst)


def test_a_file_is_checked_and_then_imported_by_a_worker(
    checked: Job, analyst: User, worker: Callable[[], Any]
) -> None:
    job = imported(checked, analyst)
    with worker():
        eventually(lambda: is_done(job), what="the import ends")
    assert Outlet.objects.filter(proposal="draft", held_by=analyst, edit_number=1).count() == ROWS
    assert job.made[:2] == ["outlet-0", "outlet-1"]


@pytest.mark.parametrize("victim", ["killed before its message is given back", "killed, and its message lost as well"])
def test_an_import_whose_worker_is_killed_leaves_nothing_and_is_done_once(
    checked: Job, analyst: User, broker: RedisServer, worker: Callable[[], Any], victim: str
) -> None:
    job = imported(checked, analyst)
    with held("attacks_actor"), worker() as process:
        eventually(is_waiting_for_lock, what="the import is in the middle of its work")
        job.refresh_from_db()
        assert job.status == JobStatus.RUNNING
        assert care.lost() == []  # its worker lives
        os.killpg(process.pid, signal.SIGKILL)
    if "lost" in victim:
        with broker.client() as client:
            client.flushall()
    eventually(lambda: care.lost() == [job.pk], what="the database notices that the worker is gone")
    assert not Outlet.objects.exists()
    tasks.tend_jobs()
    with worker():
        eventually(lambda: is_done(job), what="another worker does it")
        tasks.tend_jobs()
        tasks.do_job.delay(job.pk)
        eventually(lambda: left_in_redis(broker) == 0, what="further messages come to nothing")
    assert (job.attempts, job.new_count) == (2, ROWS)
    assert Outlet.objects.filter(edit_number=1).count() == Outlet.objects.count() == ROWS


def test_a_queued_job_outlives_a_redis_that_lost_everything(
    analyst: User, broker: RedisServer, worker: Callable[[], Any]
) -> None:
    job = asked(analyst, csv_of(["slug", "name", "kind"], ["wire", "Wire", "newspaper"]))
    broker.stop()
    broker.start()
    assert left_in_redis(broker) == 0
    with worker():
        tasks.tend_jobs()
        eventually(lambda: is_done(job), what="the check is done all the same")
    assert (job.attempts, job.new_count) == (1, 1)


def test_a_running_job_outlives_a_redis_that_lost_everything(
    checked: Job, analyst: User, broker: RedisServer, worker: Callable[[], Any]
) -> None:
    job = imported(checked, analyst)
    with worker():
        with held("attacks_actor"):
            eventually(is_waiting_for_lock, what="the import is in the middle of its work")
            broker.stop()
            broker.start()
            tasks.tend_jobs()
        eventually(lambda: is_done(job), what="the import ends")
        tasks.tend_jobs()
        assert care.lost() == []
    assert Outlet.objects.filter(edit_number=1).count() == Outlet.objects.count() == ROWS


def test_a_job_asked_for_while_the_broker_is_away_waits_and_is_done_later(
    analyst: User, broker: RedisServer, worker: Callable[[], Any]
) -> None:
    broker.stop()
    job = asked(analyst, csv_of(["slug", "name", "kind"], ["wire", "Wire", "newspaper"]))
    assert job.status == JobStatus.QUEUED
    broker.start()
    tasks.tend_jobs()
    with worker():
        eventually(lambda: is_done(job), what="the check ends")


def test_a_running_import_that_is_cancelled_leaves_nothing(
    checked: Job, analyst: User, broker: RedisServer, worker: Callable[[], Any]
) -> None:
    job = imported(checked, analyst)
    with worker():
        with held("attacks_actor"):
            eventually(is_waiting_for_lock, what="the import is in the middle of its work")
            assert desk.cancel(job=job)
        eventually(lambda: left_in_redis(broker) == 0, what="the worker lets go")
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert not Outlet.objects.exists()
    assert not desk.cancel(job=job)


def test_two_imports_at_once_both_end(analyst: User, broker: RedisServer, worker: Callable[[], Any]) -> None:
    first = asked(analyst, csv_of(["slug", "name", "kind"], *[[f"a-{n}", "A", "blog"] for n in range(600)]))
    second = asked(analyst, csv_of(["slug", "name", "kind"], *[[f"a-{n}", "B", "blog"] for n in range(600)]))
    with worker(), worker():
        eventually(lambda: is_done(first) and is_done(second), what="both checks end")
        jobs = [imported(first, analyst), imported(second, analyst)]
        eventually(lambda: all(is_done(job) for job in jobs), what="both imports end")
    assert sorted((job.new_count, job.changed_count) for job in jobs) == [(0, 600), (600, 0)]
    assert Outlet.objects.filter(edit_number=2).count() == 600


def test_a_job_that_kills_every_worker_is_given_up(analyst: User, broker: RedisServer) -> None:
    job = asked(analyst)
    Job.objects.filter(pk=job.pk).update(attempts=5)
    tasks.do_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.reason) == (JobStatus.FAILED, "Its worker was lost 5 times.")


def test_files_expire_and_the_counts_stay(analyst: User, broker: RedisServer) -> None:
    job = asked(analyst, csv_of(["slug", "name", "kind"], ["wire", "Wire", "catapult"]))
    tasks.do_job(job.pk)
    assert JobFile.objects.filter(job=job).exists()
    tasks.tend_jobs()
    assert JobFile.objects.filter(job=job).exists()
    job.refresh_from_db()
    Job.objects.filter(pk=job.pk).update(
        made_at=timezone.now() - timedelta(hours=2), expires_at=timezone.now() - timedelta(hours=1)
    )
    tasks.tend_jobs()
    job.refresh_from_db()
    assert (job.status, job.error_count, job.errors) == (JobStatus.EXPIRED, 1, [])
    assert not JobFile.objects.filter(job=job).exists()


def test_the_review_hears_once_of_an_edit_begun_by_an_import(
    analyst: User, broker: RedisServer, worker: Callable[[], Any]
) -> None:
    outlet: Any = OutletFactory(slug="wire", name="Wire")
    published(outlet)
    before = ReviewEvent.objects.count()
    check = asked(analyst, csv_of(["slug", "name"], ["wire", "The Wire"]))
    with worker():
        eventually(lambda: is_done(check), what="the check ends")
        assert ReviewEvent.objects.count() == before
        job = imported(check, analyst)
        eventually(lambda: is_done(job), what="the import ends")
    assert list(ReviewEvent.objects.values_list("from_proposal", "to_proposal")[:1]) == [("none", "draft")]
    assert ReviewEvent.objects.count() == before + 1
    outlet.refresh_from_db()
    assert (outlet.name, outlet.proposal, outlet.public_state) == ("The Wire", "draft", "published")
