"""Counts published by others, and how well each stretch of time is covered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from attacks.choices import Confidence, CoverageGrade, DatePrecision, RecordType, TallyUnit, TotalIs

from .fields import choice_field, has_precision, is_member, is_ordered
from .review import Record


class Tally(Record):
    """A count published by an actor or an outlet, to reconcile with."""

    record_type = RecordType.TALLY

    slug = models.SlugField(_("slug"), max_length=150, unique=True)
    issuer_actor = models.ForeignKey(
        "attacks.Actor", models.PROTECT, null=True, blank=True, related_name="tallies", verbose_name=_("issuer (actor)")
    )
    issuer_outlet = models.ForeignKey(
        "attacks.Outlet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tallies",
        verbose_name=_("issuer (outlet)"),
    )
    scope = models.CharField(_("scope"), max_length=500, help_text=_("What the count covers."))
    counting_rule = models.CharField(_("counting rule"), max_length=500, blank=True)
    period_from = models.DateField(_("from"))
    period_from_precision = choice_field(DatePrecision, _("precision of from"))
    period_to = models.DateField(_("to"), help_text=_("Last day, inclusive."))
    period_to_precision = choice_field(DatePrecision, _("precision of to"))
    total = models.PositiveIntegerField(_("total"), null=True, blank=True)
    total_is = choice_field(TotalIs, _("exactness"))
    unit = choice_field(TallyUnit, _("unit"))
    breakdown = models.JSONField(_("breakdown"), default=dict, blank=True, help_text=_("By country or place."))
    figures = models.JSONField(_("further figures"), default=dict, blank=True)
    has_differing_parts = models.BooleanField(
        _("parts differ"), default=False, help_text=_("The parts as printed do not add up to the total.")
    )
    stated_on = models.DateField(_("stated on"), null=True, blank=True)
    stated_on_precision = choice_field(DatePrecision, _("precision of stated on"), optional=True)
    source = models.ForeignKey(
        "attacks.Source", models.PROTECT, null=True, blank=True, related_name="tallies", verbose_name=_("source")
    )
    source_text = models.CharField(_("source in words"), max_length=500, blank=True)
    further_sources = models.ManyToManyField(
        "attacks.Source", blank=True, related_name="further_tallies", verbose_name=_("further sources")
    )
    incident = models.ForeignKey(
        "attacks.Incident", models.PROTECT, null=True, blank=True, related_name="tallies", verbose_name=_("incident")
    )
    confidence = choice_field(Confidence, _("confidence"), optional=True)

    class Meta(Record.Meta):
        abstract = False
        ordering = ["-period_to", "slug"]
        verbose_name = _("published count")
        verbose_name_plural = _("published counts")
        constraints = [
            *Record.Meta.constraints,
            is_member("total_is", TotalIs, name="tally_total_is_known"),
            is_member("unit", TallyUnit, name="tally_unit_is_known"),
            is_member("confidence", Confidence, optional=True, name="tally_confidence_is_known"),
            is_ordered("period_from", "period_to", name="tally_dates_are_ordered"),
            has_precision("period_from", "period_from_precision", name="tally_from_has_precision"),
            has_precision("period_to", "period_to_precision", name="tally_to_has_precision"),
            has_precision("stated_on", "stated_on_precision", name="tally_stated_on_has_precision"),
            models.CheckConstraint(
                condition=Q(issuer_actor__isnull=True) ^ Q(issuer_outlet__isnull=True), name="tally_has_one_issuer"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Coverage(Record):
    """How well a stretch of time is covered; a gap inside one that isn't good is no lull."""

    record_type = RecordType.COVERAGE

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"), null=True, blank=True, help_text=_("Last day; empty: open."))
    scope = models.CharField(_("scope"), max_length=200)
    grade = choice_field(CoverageGrade, _("grade"))

    class Meta(Record.Meta):
        abstract = False
        ordering = ["period_from", "scope"]
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        constraints = [
            *Record.Meta.constraints,
            is_member("grade", CoverageGrade, name="coverage_grade_is_known"),
            is_ordered("period_from", "period_to", name="coverage_dates_are_ordered"),
        ]

    def __str__(self) -> str:
        return self.slug
