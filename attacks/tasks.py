"""Background work: thin tasks that call, and keep how they last ended for /readyz and the admin.

A task may run twice (its worker was killed, Redis was restarted): each leaves the same behind as one run.
"""

from __future__ import annotations

import functools
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import redis
from celery import Task, shared_task
from django.db import DatabaseError, OperationalError
from django.dispatch import receiver
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from attacks import addresses, warmup
from attacks.jobs import care, work
from attacks.ledger.history import watermark as newest_revision
from attacks.ledger.publish import revisions_appended
from attacks.ledger.verify import verify
from attacks.models import Source, TaskOutcome

logger = logging.getLogger(__name__)

NAMED_AT_MOST = 20  # sources that a summary lists


@dataclass(frozen=True, slots=True)
class Finding:
    """How a task ended; watermark and digest only where it vouches for the ledger up to there."""

    is_ok: bool
    summary: str
    watermark: int | None = None
    digest: str = ""


def recorded(function: Callable[[], Finding]) -> Task:
    """The Celery task of a function, whose last outcome is kept; tried again while database or broker are away."""
    name = f"attacks.{function.__name__}"

    @shared_task(
        name=name, autoretry_for=(OperationalError, redis.RedisError), retry_backoff=True, retry_backoff_max=60
    )
    @functools.wraps(function)
    def run() -> None:
        started_at = timezone.now()
        try:
            finding = function()
        except Exception as error:
            _keep_failure(function.__name__, started_at, error)
            raise
        _keep(function.__name__, started_at, finding)

    return run


def _keep(name: str, started_at: Any, finding: Finding) -> None:
    """Writes the outcome; what the task vouched for before stays when it vouches for nothing now."""
    values: dict[str, Any] = {
        "is_ok": finding.is_ok,
        "summary": finding.summary,
        "started_at": started_at,
        "finished_at": timezone.now(),
    }
    if finding.watermark is not None:
        values |= {"watermark": finding.watermark, "digest": finding.digest}
    TaskOutcome.objects.update_or_create(name=name, defaults=values)
    level = logging.INFO if finding.is_ok else logging.WARNING
    logger.log(level, finding.summary, extra={"fields": {"task": name}})


def _keep_failure(name: str, started_at: Any, error: Exception) -> None:
    try:
        _keep(name, started_at, Finding(False, f"It ended with {type(error).__name__}; the log has more."))
    except DatabaseError:
        logger.warning("the failure of a task could not be kept", extra={"fields": {"task": name}})


@recorded
def check_ledger() -> Finding:
    """The whole ledger and its projection are sound. The digest kept here betrays a tail that is lost later."""
    verdict = verify()
    if verdict.fault:
        return Finding(False, str(verdict.fault))
    summary = f"{verdict.revisions} revisions and {verdict.versions} public versions are sound."
    return Finding(True, summary, verdict.revisions, verdict.digest)


@recorded
def check_sources() -> Finding:
    """Addresses of sources are well formed, and no two of them mean the same page."""
    malformed: list[str] = []
    spellings: dict[str, list[str]] = defaultdict(list)
    rows = Source.objects.exclude(url=None).order_by("slug").values_list("slug", "url")
    total = 0
    for slug, url in rows.iterator():
        assert url is not None  # as asked for
        total += 1
        if fault := addresses.fault(url):
            malformed.append(f"{slug} {fault}")
        else:
            spellings[addresses.normalised(url)].append(slug)
    duplicates = [" = ".join(slugs) for slugs in spellings.values() if len(slugs) > 1]
    found = [f"{len(malformed)} malformed", f"{len(duplicates)} duplicated"]
    details = [*malformed, *duplicates]
    if len(details) > NAMED_AT_MOST:
        details = [*details[:NAMED_AT_MOST], f"and {len(details) - NAMED_AT_MOST} more"]
    summary = f"{total} addresses, {', '.join(found)}." + "".join(f"\n{line}" for line in details)
    return Finding(not details, summary)


@recorded
def warm_explorer() -> Finding:
    """Every web process is told of the newest revision and gets its answers ready."""
    watermark = newest_revision()
    listening = warmup.announce(watermark)
    return Finding(True, f"{listening} web processes were told of revision {watermark}.", watermark)


@receiver(revisions_appended)
def warm_after_publication(**_: Any) -> None:
    """Starts the warm-up, after the commit. The publication stands whether or not the broker can be reached."""
    try:
        warm_explorer.apply_async(retry=False, expires=600)
    except (BrokerError, redis.RedisError, OSError) as error:
        logger.warning("no warm-up after a publication: the broker does not answer (%s)", type(error).__name__)


@shared_task(
    name="attacks.do_job", autoretry_for=(OperationalError,), retry_backoff=True, retry_backoff_max=60, max_retries=5
)
def do_job(job_id: int) -> None:
    """Brings a job that somebody asked for to its end; called twice, it is done once."""
    work.do(job_id)


def start_job(job_id: int, *, expires: int | None = None) -> bool:
    """Whether the job's message was taken; without, `tend_jobs` sends another once the broker answers."""
    try:
        do_job.apply_async([job_id], retry=False, expires=expires)
    except (BrokerError, redis.RedisError, OSError) as error:
        logger.warning("job %s waits: the broker does not answer (%s)", job_id, type(error).__name__)
        return False
    return True


@recorded
def tend_jobs() -> Finding:
    """Jobs whose message or worker was lost are handed out again; files past their time are deleted."""
    # Dropped unless begun before the next turn, so that nothing piles up behind workers that are only busy.
    resumed = [job_id for job_id in care.lost() if start_job(job_id, expires=60)]
    return Finding(True, f"{len(resumed)} jobs were handed out again, {care.expire()} expired.")
