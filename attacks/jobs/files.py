"""The files of jobs: what was uploaded or written, the list of errors, and templates to fill in."""

from __future__ import annotations

from django.conf import settings

from attacks.choices import PublicState
from attacks.exports import working
from attacks.importers.tables.columns import Table
from attacks.models import Job, JobFile


def is_kept(job: Job) -> bool:
    return JobFile.objects.filter(job=job).exists()


def content(job: Job) -> bytes | None:
    """The bytes of the job's file; None once it has expired, or before it is written."""
    file = JobFile.objects.filter(job=job).first()
    return bytes(file.content) if file else None


def errors_csv(job: Job) -> bytes:
    """All errors that were kept, safe to open in a spreadsheet."""
    names = ("row", "column", "value", "message")
    rows = ([working.safe(error[name]) for name in names] for error in job.errors)
    return working.csv_content(names, rows, limit=settings.BULK_EXPORT_BYTES)


def template(table: Table, form: str) -> bytes:
    """A file to fill in: the names of the columns, and the newest published record as an example.

    As that row says what the record is, it changes nothing when it is left in.
    """
    newest = table.model._default_manager.filter(public_state=PublicState.PUBLISHED).order_by("-changed_at", "-pk")
    rows = working.cells(table, list(newest.values_list("pk", flat=True)[:1]))
    return working.content(table, form, rows, limit=settings.BULK_EXPORT_BYTES)
