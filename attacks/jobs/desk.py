"""What people ask of jobs: a check of a file, the import of what was checked, an export, an end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from pathlib import PurePath

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from attacks.choices import Language, RecordType
from attacks.importers.tables.files import CSV, XLSX, media_type
from attacks.importers.tables.problems import FileRefused
from attacks.models import Job, JobFile
from attacks.models.jobs import OPEN, JobKind, JobStatus

from .rights import exportable, importable

ENDINGS = {CSV: "csv", XLSX: "xlsx"}


class JobRefused(ValueError):
    """The job cannot be asked for; the message says why and what to do."""


def ask_check(*, content: bytes, file_name: str, record_type: RecordType, by: User) -> Job:
    """A check of an uploaded file; raises FileRefused for what is no table, JobRefused for what is not theirs to do."""
    if record_type not in importable(by):
        raise JobRefused(_("You may not import records of this type: %s.") % record_type.label)
    if len(content) > settings.BULK_FILE_BYTES:
        raise FileRefused(
            _("The file is larger than %(limit)s MB. Part it.") % {"limit": settings.BULK_FILE_BYTES // 2**20}
        )
    kind = media_type(content)
    with transaction.atomic():
        job = _ask(
            kind=JobKind.CHECK,
            record_type=record_type,
            by=by,
            file_name=PurePath(file_name.replace("\x00", "")).name[:200],
            media_type=kind,
            sha256=sha256(content).hexdigest(),
            size=len(content),
        )
        JobFile.objects.create(job=job, content=content)
    return job


def ask_import(*, check: Job, digest: str, by: User) -> Job:
    """The import of the file of a check that found no errors; `digest` is that of the file whose report was read."""
    with transaction.atomic():
        check = Job.objects.select_for_update().get(pk=check.pk)
        if reason := hindrance(check=check, by=by):
            raise JobRefused(reason)
        if digest != check.sha256:
            raise JobRefused(_("This is not the file that was checked: its SHA-256 differs. Check it anew."))
        job = _ask(
            kind=JobKind.IMPORT,
            record_type=check.record_type,
            by=by,
            check_job=check,
            file_name=check.file_name,
            media_type=check.media_type,
            sha256=check.sha256,
            size=check.size,
            total=check.total,
        )
        # The file stays for as long as the import may need it.
        Job.objects.filter(pk=check.pk).update(expires_at=job.expires_at)
    return job


def hindrance(*, check: Job, by: User) -> str:
    """Why this person cannot import the file of this check now; empty where they can."""
    if check.kind != JobKind.CHECK or check.status != JobStatus.DONE:
        return _("Only a file whose check is done can be imported.")
    if check.error_count:
        return _("The file has errors. Correct them and upload it anew.")
    if not check.new_count + check.changed_count:
        return _("The file changes nothing; there is nothing to import.")
    if RecordType(check.record_type) not in importable(by):
        return _("You may not import records of this type: %s.") % check.get_record_type_display()
    if other := check.imports.filter(status__in=[*OPEN, JobStatus.DONE]).first():
        return _("This file is imported already, by job %s.") % other.pk
    return ""


def ask_export(
    *, record_type: RecordType, form: str, by: User, chosen: Iterable[int] | None = None, has_bom: bool = False
) -> Job:
    """An export of working records, all of a type or those chosen; `form` is a media type."""
    if record_type not in exportable(by):
        raise JobRefused(_("You may not export records of this type: %s.") % record_type.label)
    if form not in ENDINGS:
        raise JobRefused(_("%(form)s is no format; there are %(known)s.") % {"form": form, "known": ", ".join(ENDINGS)})
    keys = None if chosen is None else list(chosen)
    return _ask(
        kind=JobKind.EXPORT,
        record_type=record_type,
        by=by,
        chosen=keys,
        has_bom=has_bom and form == CSV,
        media_type=form,
        file_name=f"{record_type}-{timezone.localdate().isoformat()}.{ENDINGS[form]}",
    )


def cancel(*, job: Job) -> bool:
    """Whether the job was still open and now is not; a worker at it notices, and leaves nothing behind."""
    return bool(
        Job.objects.filter(pk=job.pk, status__in=OPEN).update(status=JobStatus.CANCELLED, finished_at=timezone.now())
    )


def _ask(*, by: User, **values: object) -> Job:
    from attacks.tasks import start_job

    with transaction.atomic():
        job = Job.objects.create(
            made_by=by,
            language=Language.ARABIC if get_language() == "ar" else Language.ENGLISH,
            expires_at=timezone.now() + timedelta(hours=settings.BULK_FILE_HOURS),
            **values,
        )
        transaction.on_commit(lambda: start_job(job.pk))
    return job
