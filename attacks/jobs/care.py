"""Keeps jobs tidy: hands out again those whose message or worker was lost, and deletes files past their time."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from attacks.models import Job, JobFile
from attacks.models.jobs import OPEN, JobKind, JobStatus

from .work import is_worked_on

# A message that was only just sent is not lost.
PATIENCE = timedelta(seconds=30)


def lost() -> list[int]:
    """Open jobs that no worker holds, though one has had the time to."""
    before = timezone.now() - PATIENCE
    old = Job.objects.filter(status__in=OPEN, made_at__lt=before).exclude(started_at__gte=before)
    found = []
    for job_id in old.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            if not is_worked_on(job_id):
                found.append(job_id)
    return found


def expire() -> int:
    """The number of jobs whose files, and what quotes them, were deleted; the jobs stay with their counts."""
    past = Job.objects.filter(expires_at__lt=timezone.now()).exclude(status__in=[*OPEN, JobStatus.EXPIRED])
    keys = list(past.values_list("pk", flat=True))
    with transaction.atomic():
        JobFile.objects.filter(job__in=keys).delete()
        past.filter(pk__in=keys).update(errors=[], preview=[])
        past.filter(pk__in=keys, status=JobStatus.DONE).exclude(kind=JobKind.IMPORT).update(status=JobStatus.EXPIRED)
    return len(keys)
