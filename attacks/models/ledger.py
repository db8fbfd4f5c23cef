"""The append-only ledger: revision headers in one chain of digests, their documents beside them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from attacks.choices import RecordType, RevisionEvent

from .fields import choice_field, is_member


class Revision(models.Model):
    """One public version of one record. Rows are never changed or removed; triggers and rights refuse it.

    `id` runs 1, 2, 3 … without a gap; `digest` covers the digest before it and this header, see `attacks.ledger.chain`.
    """

    id = models.BigIntegerField(primary_key=True)
    record_type = choice_field(RecordType, _("record type"))
    public_id = models.CharField(_("public id"), max_length=200)
    number = models.PositiveIntegerField(_("number"), help_text=_("1, 2, 3 … per record."))
    event = choice_field(RevisionEvent, _("event"))
    published_at = models.DateTimeField(_("published at"))
    document_sha256 = models.CharField(_("SHA-256 of the document"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    change_note = models.TextField(_("change note"), blank=True, help_text=_("Public."))

    class Meta:
        ordering = ["id"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        permissions = [
            ("publish_records", "Can publish, correct and return records"),
            ("withdraw_records", "Can retract and merge published records"),
            ("redact_records", "Can blank documents of the ledger"),
        ]
        constraints = [
            is_member("record_type", RecordType, name="revision_record_type_is_known"),
            is_member("event", RevisionEvent, name="revision_event_is_known"),
            models.UniqueConstraint(fields=["record_type", "public_id", "number"], name="revision_number_is_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_starts_at_one"),
            models.CheckConstraint(condition=Q(document_sha256__regex="^[0-9a-f]{64}$"), name="revision_sha256_is_hex"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="revision_digest_is_hex"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} r{self.number}"


class RevisionDocument(models.Model):
    """The public document of a revision; null once lawfully redacted, which the ledger records as an event."""

    revision = models.OneToOneField(Revision, models.PROTECT, primary_key=True, related_name="document")
    body = models.JSONField(_("document"), null=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return str(self.revision_id)


class LedgerHead(models.Model):
    """The single row that names the newest revision, so that a missing tail shows."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    revision = models.OneToOneField(Revision, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="ledger_has_one_head")]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.digest}"
