"""What every reviewed record shares, the events of its review, and raw reports not yet judged."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from attacks.choices import Proposal, PublicState, RecordType, ReportStatus

from .fields import choice_field, is_member
from .worded import Worded


class Record(Worded):
    """A working record: edited by analysts, public only through the ledger.

    `proposal` says where an edit stands, `public_state` what the public sees; the second is set by the ledger alone.
    """

    record_type: ClassVar[RecordType]
    identifier_field: ClassVar[str] = "slug"

    proposal = choice_field(Proposal, _("proposal"), default=Proposal.DRAFT, editable=False)
    public_state = choice_field(PublicState, _("public state"), default=PublicState.NONE, editable=False)
    needs_source = models.BooleanField(
        _("needs a source"),
        default=False,
        help_text=_("It rests on no source, or partly on none; shown with that mark, never without."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Public remark on doubts and on what was left out."))
    internal_note = models.TextField(
        _("internal note"), blank=True, help_text=_("Never leaves the working record; for what protects a source.")
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("worked on by"),
        help_text=_("Whose edit is under way; another analyst takes it over before changing it."),
    )
    edit_number = models.PositiveIntegerField(
        _("edit"), default=0, editable=False, help_text=_("Grows with each save, so that two edits at once are seen.")
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        abstract = True

        constraints = [
            is_member("proposal", Proposal, name="%(class)s_proposal_is_known"),
            is_member("public_state", PublicState, name="%(class)s_public_state_is_known"),
        ]

    @property
    def public_identifier(self) -> str:
        """The permanent public name: a public id, slug or code."""
        return getattr(self, self.identifier_field)


class ReviewEvent(models.Model):
    """One step of a review; append-only."""

    record_type = choice_field(RecordType, _("record type"))
    identifier = models.CharField(_("record"), max_length=200)
    from_proposal = choice_field(Proposal, _("from"))
    to_proposal = choice_field(Proposal, _("to"))
    note = models.TextField(_("note"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("review step")
        verbose_name_plural = _("review steps")
        indexes = [models.Index(fields=["record_type", "identifier"], name="review_event_record")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_proposal="returned") | ~Q(note=""), name="review_event_return_has_a_note"
            )
        ]

    def __str__(self) -> str:
        return f"{self.identifier}: {self.from_proposal} → {self.to_proposal}"


class Report(Worded):
    """Raw material not yet judged: pasted text or an address, a feed item, an import row."""

    text = models.TextField(_("text"), blank=True)
    url = models.URLField(_("address"), max_length=2000, blank=True)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    status = choice_field(ReportStatus, _("status"), default=ReportStatus.NEW)
    reason = models.TextField(_("reason"), blank=True, help_text=_("Why it was not used."))
    incident = models.ForeignKey(
        "attacks.Incident", models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("incident")
    )

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            is_member("status", ReportStatus, name="report_status_is_known"),
            models.CheckConstraint(condition=~Q(text="", url=""), name="report_has_text_or_address"),
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(reason=""), name="report_rejected_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.url or self.text[:80]
