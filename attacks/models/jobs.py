"""Work on many records at once that a person asked for: checks of files, imports, exports."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from attacks.choices import Choices, Language, RecordType

from .fields import choice_field, is_member


class JobKind(Choices):
    CHECK = "check", _("Reads a file and says what importing it would do; changes nothing."), _("Check of a file")
    IMPORT = "import", _("Brings working records to what a checked file says."), _("Import")
    EXPORT = "export", _("Writes working records to a file."), _("Export")


class JobStatus(Choices):
    QUEUED = "queued", _("Waits for a worker."), _("Queued")
    RUNNING = "running", _("A worker is at it."), _("Running")
    DONE = "done", _("Ended; its file can be had until it expires."), _("Done")
    FAILED = "failed", _("Ended without an effect; the reason is given."), _("Failed")
    CANCELLED = "cancelled", _("Stopped by a person, without an effect."), _("Cancelled")
    EXPIRED = "expired", _("Its file is gone; the counts stay."), _("Expired")


OPEN = (JobStatus.QUEUED, JobStatus.RUNNING)


class Job(models.Model):
    """What was asked for, how far it came and what it came to. Its file stands in `JobFile`, until it expires."""

    kind = choice_field(JobKind, _("kind"))
    record_type = choice_field(RecordType, _("record type"))
    status = choice_field(JobStatus, _("status"), default=JobStatus.QUEUED)
    # What an import brings in is the file of its check.
    check_job = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="imports", verbose_name=_("check of its file")
    )
    chosen = ArrayField(
        models.BigIntegerField(),
        verbose_name=_("records"),
        null=True,
        blank=True,
        help_text=_("Which records an export takes; empty: all of the type."),
    )
    has_bom = models.BooleanField(_("byte order mark"), default=False, help_text=_("For older spreadsheet programs."))

    language = choice_field(Language, _("language"), default=Language.ENGLISH)

    file_name = models.CharField(_("file"), max_length=200, blank=True)
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), null=True, blank=True)

    total = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    new_count = models.PositiveIntegerField(_("new"), default=0)
    changed_count = models.PositiveIntegerField(_("changed"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    error_count = models.PositiveIntegerField(_("errors"), default=0)
    errors = models.JSONField(_("list of errors"), default=list, blank=True, encoder=DjangoJSONEncoder)
    preview = models.JSONField(_("first changes"), default=list, blank=True, encoder=DjangoJSONEncoder)
    made = models.JSONField(_("first drafts"), default=list, blank=True)
    reason = models.TextField(_("reason"), blank=True, help_text=_("Why it failed."))

    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    made_at = models.DateTimeField(_("asked for at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires at"))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("bulk job")
        verbose_name_plural = _("bulk jobs")
        default_permissions = ("view", "add")
        permissions = [("export_records", "Can export working records")]
        indexes = [
            models.Index(fields=["made_by", "-id"], name="job_of_person"),
            models.Index(fields=["status", "expires_at"], name="job_by_status"),
        ]
        constraints = [
            is_member("kind", JobKind, name="job_kind_is_known"),
            is_member("record_type", RecordType, name="job_record_type_is_known"),
            is_member("status", JobStatus, name="job_status_is_known"),
            models.CheckConstraint(
                condition=Q(kind="import", check_job__isnull=False) | (~Q(kind="import") & Q(check_job__isnull=True)),
                name="job_import_follows_a_check",
            ),
            models.CheckConstraint(condition=~Q(kind="import") | Q(chosen__isnull=True), name="job_import_takes_all"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^([0-9a-f]{64})?$"), name="job_sha256_is_hex"),
            models.CheckConstraint(
                condition=Q(status__in=OPEN, finished_at__isnull=True)
                | (~Q(status__in=OPEN) & Q(finished_at__isnull=False)),
                name="job_ended_has_a_time",
            ),
            models.CheckConstraint(condition=~Q(status="failed") | ~Q(reason=""), name="job_failed_with_a_reason"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="job_expires_later"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.status in OPEN


class JobFile(models.Model):
    """The bytes that a check reads or an export wrote; in the database, since web and workers may be far apart."""

    job = models.OneToOneField(Job, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("file of a bulk job")
        verbose_name_plural = _("files of bulk jobs")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.job)
