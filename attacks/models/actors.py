"""Actors and their dated, graded affiliations: a graph without cycles."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from attacks.choices import ActorKind, AffiliationKind, Confidence, DatePrecision, RecordType

from .fields import choice_field, country_field, has_precision, is_country, is_member, is_ordered
from .naming import Named
from .review import Record
from .worded import Worded


class Actor(Named, Record):
    """A group, claim name, state, body, person or label that acts or speaks."""

    record_type = RecordType.ACTOR

    kind = choice_field(ActorKind, _("kind"))
    country = country_field(blank=True, help_text=_("ISO 3166-1 code; empty where none applies."))
    description = models.TextField(_("description"), blank=True, help_text=_("In our own words."))
    description_ar = models.TextField(_("Arabic description"), blank=True)
    sources = models.ManyToManyField("attacks.Source", blank=True, related_name="actors", verbose_name=_("sources"))

    class Meta(Record.Meta):
        abstract = False
        ordering = ["name"]
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        constraints = [
            *Record.Meta.constraints,
            is_member("kind", ActorKind, name="actor_kind_is_known"),
            is_country("country", optional=True, name="actor_country_is_iso_3166"),
        ]


class Affiliation(Worded):
    """`actor` stands in this relation to `parent`; a missing `since` means that the start is unknown.

    Together the affiliations form no cycle; a trigger refuses one (`affiliation_has_no_cycle`).
    """

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="affiliations")
    parent = models.ForeignKey(Actor, models.PROTECT, related_name="dependants", verbose_name=_("of"))
    kind = choice_field(AffiliationKind, _("kind"))
    since = models.DateField(_("since"), null=True, blank=True, help_text=_("Empty: start unknown, taken as in force."))
    since_precision = choice_field(DatePrecision, _("precision of since"), optional=True)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day; empty: in force."))
    until_precision = choice_field(DatePrecision, _("precision of until"), optional=True)
    confidence = choice_field(Confidence, _("confidence"))
    sources = models.ManyToManyField(
        "attacks.Source", blank=True, related_name="affiliations", verbose_name=_("sources")
    )
    note = models.TextField(_("note"), blank=True)
    needs_source = models.BooleanField(_("needs a source"), default=False)

    class Meta:
        ordering = ["kind", "since", "id"]
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            is_member("kind", AffiliationKind, name="affiliation_kind_is_known"),
            is_member("confidence", Confidence, name="affiliation_confidence_is_known"),
            is_ordered("since", "until", name="affiliation_dates_are_ordered"),
            has_precision("since", "since_precision", name="affiliation_since_has_precision"),
            has_precision("until", "until_precision", name="affiliation_until_has_precision"),
            models.CheckConstraint(condition=~Q(actor=F("parent")), name="affiliation_is_not_with_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.get_kind_display()} {self.parent}"
