"""What the parties said: claims, denials, threats, pledges."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from attacks.choices import Channel, Confidence, DatePrecision, RecordType, StatementKind

from .fields import choice_field, has_precision, is_member
from .review import Record


class Statement(Record):
    """One statement by an actor, in our own words, with the incidents it speaks of."""

    record_type = RecordType.STATEMENT
    identifier_field = "public_id"

    public_id = models.CharField(_("public id"), max_length=10, unique=True, help_text=_("Permanent; never reused."))
    key = models.CharField(_("key"), max_length=150, unique=True, help_text=_("Stable name in the curated record."))
    speaker = models.ForeignKey("attacks.Actor", models.PROTECT, related_name="statements", verbose_name=_("speaker"))
    spokesperson_name = models.CharField(_("spokesperson"), max_length=200, blank=True)
    spokesperson_role = models.CharField(_("role of the spokesperson"), max_length=300, blank=True)
    kind = choice_field(StatementKind, _("kind"))
    issued_on = models.DateField(_("issued on"))
    issued_on_precision = choice_field(DatePrecision, _("precision of the date"))
    channel = choice_field(Channel, _("channel"))
    channel_note = models.CharField(_("channel in words"), max_length=300, blank=True)
    addressee = models.ForeignKey(
        "attacks.Actor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements_received",
        verbose_name=_("addressee"),
    )
    language = models.CharField(
        _("language"), max_length=8, blank=True, help_text=_("Of the original, if established.")
    )
    quote = models.TextField(_("quote"), blank=True, help_text=_("Short, in the original language."))
    quote_en = models.TextField(_("quote in English"), blank=True)
    paraphrase = models.TextField(_("paraphrase"), help_text=_("In our own words."))
    paraphrase_ar = models.TextField(_("Arabic paraphrase"), blank=True)
    condition = models.TextField(_("condition"), blank=True, help_text=_("Such as: we stop if…, we strike unless…"))
    incidents = models.ManyToManyField(
        "attacks.Incident", blank=True, related_name="statements", verbose_name=_("incidents")
    )
    retracts = models.ManyToManyField(
        "self", blank=True, symmetrical=False, related_name="retracted_by", verbose_name=_("retracts")
    )
    contradicts = models.ManyToManyField(
        "self", blank=True, symmetrical=False, related_name="contradicted_by", verbose_name=_("contradicts")
    )
    sources = models.ManyToManyField("attacks.Source", blank=True, related_name="statements", verbose_name=_("sources"))
    confidence = choice_field(Confidence, _("confidence"), help_text=_("How far the record supports it."))

    class Meta(Record.Meta):
        abstract = False
        ordering = ["-issued_on", "-public_id"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            *Record.Meta.constraints,
            is_member("kind", StatementKind, name="statement_kind_is_known"),
            is_member("channel", Channel, name="statement_channel_is_known"),
            is_member("confidence", Confidence, name="statement_confidence_is_known"),
            has_precision("issued_on", "issued_on_precision", name="statement_date_has_precision"),
            is_member("issued_on_precision", DatePrecision, name="statement_date_precision_is_known"),
            models.CheckConstraint(condition=Q(public_id__regex=r"^ST-[0-9]{4,}$"), name="statement_public_id_form"),
        ]

    def __str__(self) -> str:
        return self.public_id
