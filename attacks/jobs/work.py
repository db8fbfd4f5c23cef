"""A worker does one job: what it changes and its ending in one transaction, once however often it is called."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from attacks.choices import RecordType
from attacks.exports import working
from attacks.importers.tables.columns import table
from attacks.importers.tables.loading import load
from attacks.importers.tables.problems import FileRefused
from attacks.models import Job, JobFile
from attacks.models.jobs import OPEN, JobKind, JobStatus

from .progress import Teller
from .rights import exportable, importable

logger = logging.getLogger(__name__)

LOCKS = 0x1A77AC7  # the first number of the advisory locks of jobs; the second is the job's own
MOST_ATTEMPTS = 5


class Cancelled(Exception):
    """Somebody stopped the job meanwhile; whatever it did is undone."""


class Refused(ValueError):
    """The job cannot be done, for a reason that the person can do something about."""


def is_worked_on(job_id: int) -> bool:
    """Whether a worker holds the job now; a killed one holds nothing. The caller holds a transaction."""
    return not _try_lock(job_id)


def do(job_id: int) -> None:
    """Brings an open job to its end. Raises OperationalError, to be tried again, when the database is away."""
    started = Job.objects.filter(pk=job_id, status__in=OPEN)
    with transaction.atomic():  # whoever is at it holds the lock; this call is one too many then
        if is_worked_on(job_id) or not started.update(
            status=JobStatus.RUNNING, attempts=F("attempts") + 1, started_at=timezone.now()
        ):
            return
    job = Job.objects.select_related("made_by", "check_job").get(pk=job_id)
    teller = Teller(job_id)
    with override(job.language):
        try:
            if job.attempts > MOST_ATTEMPTS:
                raise Refused(_("Its worker was lost %s times.") % MOST_ATTEMPTS)
            _work(job, teller)
        except Cancelled:
            logger.info("job %s was cancelled", job_id)
        except (Refused, FileRefused, working.ExportRefused) as refused:
            _end_without_effect(job, str(refused))
        except SoftTimeLimitExceeded:
            _end_without_effect(job, _("It took longer than work here may take. Part the file, or choose fewer."))
        except OperationalError:
            raise
        except Exception as error:
            _end_without_effect(job, _("It ended with %s; the log has more.") % type(error).__name__)
            raise
        finally:
            teller.close()


def _work(job: Job, teller: Teller) -> None:
    with transaction.atomic():
        if not _try_lock(job.pk):
            return
        job.refresh_from_db(fields=["status"])
        if job.status != JobStatus.RUNNING:
            return

        def progress(done: int, total: int) -> None:
            teller.tell(done, total)
            if not Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING).exists():
                raise Cancelled

        ending = _export(job, progress) if job.kind == JobKind.EXPORT else _load(job, progress)
        status = JobStatus.FAILED if ending.get("reason") else JobStatus.DONE
        ended = Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING)
        if not ended.update(status=status, finished_at=timezone.now(), **ending):
            raise Cancelled


def _load(job: Job, progress: Any) -> dict[str, Any]:
    """Checks or imports the file; what the job then says of itself."""
    if RecordType(job.record_type) not in importable(job.made_by):
        raise Refused(_("Whoever asked for it may no longer import these records."))
    is_check = job.kind == JobKind.CHECK
    file = JobFile.objects.filter(job=job if is_check else job.check_job).first()
    if file is None:
        raise Refused(_("Its file has expired. Upload it anew."))
    content = bytes(file.content)
    if sha256(content).hexdigest() != job.sha256:
        raise Refused(_("Its file is not the one that was uploaded. Upload it anew."))
    rows = 0

    def count(done: int, expected: int) -> None:
        nonlocal rows
        rows = done
        progress(done, max(done, job.total or expected))

    outcome, problems = load(
        content, job.media_type, job.record_type, by=job.made_by, is_check=is_check, progress=count
    )
    ending: dict[str, Any] = {
        "total": rows,
        "error_count": len(problems.kept),
        "errors": problems.as_json(),
        "preview": outcome.preview,
    }
    if problems.kept and not is_check:
        return ending | {"reason": _("The record has changed since the check. Nothing was imported.")}
    return ending | {
        "new_count": outcome.new,
        "changed_count": outcome.changed,
        "unchanged_count": outcome.unchanged,
        "made": [] if is_check else outcome.made,
    }


def _export(job: Job, progress: Any) -> dict[str, Any]:
    if RecordType(job.record_type) not in exportable(job.made_by):
        raise Refused(_("Whoever asked for it may no longer export these records."))
    chosen = table(job.record_type)
    keys = job.chosen
    if keys is None:
        keys = list(chosen.model._default_manager.order_by(chosen.identifier).values_list("pk", flat=True))
    total = 0

    def counted() -> Iterator[list[Any]]:
        nonlocal total
        for row in working.cells(chosen, keys, lambda done: progress(done, len(keys))):
            total += 1
            yield row

    limit = settings.BULK_EXPORT_BYTES
    content = working.content(chosen, job.media_type, counted(), limit=limit, has_bom=job.has_bom)
    JobFile.objects.create(job=job, content=content)
    return {"total": total, "size": len(content), "sha256": sha256(content).hexdigest()}


def _end_without_effect(job: Job, reason: str) -> None:
    Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING).update(
        status=JobStatus.FAILED, reason=reason, finished_at=timezone.now()
    )


def _try_lock(job_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCKS, job_id % 2**31])
        (is_ours,) = cursor.fetchone()
    return is_ours
