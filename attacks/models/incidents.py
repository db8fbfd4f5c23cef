"""Incidents with their munitions, casualties, attributions and links."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from attacks.choices import (
    Basis,
    CasualtyGroup,
    Confidence,
    DateExtent,
    DatePrecision,
    Evidence,
    Kind,
    LinkKind,
    LocationPrecision,
    RecordType,
    Role,
    TargetKind,
    UsNexus,
    Weapon,
)
from attacks.wording import formats

from .fields import choice_field, country_field, has_precision, is_country, is_member, is_ordered
from .review import Record
from .worded import Worded


class Incident(Record):
    """One attack, response or unclaimed strike - or several attacks that a source doesn't tell apart."""

    record_type = RecordType.INCIDENT
    identifier_field = "public_id"

    public_id = models.CharField(_("public id"), max_length=10, unique=True, help_text=_("Permanent; never reused."))
    key = models.CharField(_("key"), max_length=150, unique=True, help_text=_("Stable name in the curated record."))
    role = choice_field(Role, _("role"))
    kind = choice_field(Kind, _("kind"))
    also_kinds = ArrayField(
        models.CharField(max_length=20, choices=Kind.choices),
        verbose_name=_("further kinds"),
        default=list,
        blank=True,
        help_text=_("Further kinds used in the same attack."),
    )
    title = models.CharField(_("title"), max_length=300)
    title_ar = models.CharField(_("Arabic title"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), help_text=_("In our own words; civilians are never named."))
    summary_ar = models.TextField(_("Arabic summary"), blank=True)

    # When
    occurred_from = models.DateField(_("occurred from"), help_text=_("First possible day, Baghdad time."))
    occurred_to = models.DateField(_("occurred to"), help_text=_("Last possible day, inclusive."))
    date_extent = choice_field(DateExtent, _("extent of the dates"), default=DateExtent.SINGLE)
    date_precision = choice_field(DatePrecision, _("precision of the dates"))
    time_from = models.TimeField(_("time from"), null=True, blank=True, help_text=_("Baghdad time."))
    time_to = models.TimeField(_("time to"), null=True, blank=True, help_text=_("Baghdad time."))
    time_note = models.CharField(_("time in words"), max_length=300, blank=True, help_text=_("Such as: before dawn."))
    first_reported_on = models.DateField(
        _("first reported on"), null=True, blank=True, help_text=_("Earliest dated source of this record.")
    )

    # Where
    location = models.PointField(_("location"), null=True, blank=True, help_text=_("Longitude, latitude; EPSG:4326."))
    location_precision = choice_field(LocationPrecision, _("precision of the location"), optional=True)
    is_location_approximate = models.BooleanField(
        _("approximate coordinates"),
        default=False,
        help_text=_("The point was placed by hand or stands for an area; it is not a measurement."),
    )
    is_outside_its_province = models.BooleanField(
        _("point outside the province"),
        default=False,
        help_text=_("The point lies outside the province that the source gives."),
    )
    place_name = models.CharField(_("place"), max_length=300)
    place_name_ar = models.CharField(_("Arabic place"), max_length=300, blank=True)
    base = models.ForeignKey(
        "attacks.Base", models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name=_("base")
    )
    province = models.ForeignKey(
        "attacks.Province",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name=_("province"),
        help_text=_("As the analyst chose; empty outside Iraq."),
    )
    country = country_field(help_text=_("ISO 3166-1 code of the country."))

    # From where
    launch_area = models.GeometryField(
        _("launch area"), null=True, blank=True, help_text=_("Point or polygon; longitude, latitude; EPSG:4326.")
    )
    launch_place = models.CharField(_("launch place"), max_length=300, blank=True)
    launch_province = models.ForeignKey(
        "attacks.Province",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="launches",
        verbose_name=_("launch province"),
    )
    launch_precision = choice_field(
        LocationPrecision, _("precision of the launch place"), optional=True, help_text=_("How narrow the place is.")
    )

    # Target
    target_kind = choice_field(TargetKind, _("target"))
    target_name = models.CharField(_("target in words"), max_length=300, blank=True)
    us_nexus = choice_field(UsNexus, _("US nexus"))

    # Counting
    attack_count = models.PositiveSmallIntegerField(
        _("number of attacks"), default=1, help_text=_("Several where a source doesn't tell them apart.")
    )
    is_foiled = models.BooleanField(_("foiled"), default=False, help_text=_("Found before launch; never counted."))
    possible_duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="possible_duplicates",
        verbose_name=_("possible duplicate of"),
        help_text=_("May tell of the same attack: an editor's doubt, not a finding."),
    )

    # Evidence
    evidence = choice_field(Evidence, _("evidence"))
    evidence_note = models.TextField(_("reason for the grade"), blank=True)
    confidence = choice_field(Confidence, _("confidence"), help_text=_("The editor's overall view."))
    damage = models.TextField(_("damage"), blank=True, help_text=_("As reported; empty: not reported."))
    casualties_note = models.TextField(_("note on casualties"), blank=True)
    sources = models.ManyToManyField("attacks.Source", blank=True, related_name="incidents", verbose_name=_("sources"))

    class Meta(Record.Meta):
        abstract = False
        ordering = ["-occurred_from", "-public_id"]
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            *Record.Meta.constraints,
            is_member("role", Role, name="incident_role_is_known"),
            is_member("kind", Kind, name="incident_kind_is_known"),
            is_member("date_extent", DateExtent, name="incident_date_extent_is_known"),
            is_member("date_precision", DatePrecision, name="incident_date_precision_is_known"),
            is_member("location_precision", LocationPrecision, optional=True, name="incident_location_precision_known"),
            is_member("launch_precision", LocationPrecision, optional=True, name="incident_launch_precision_is_known"),
            is_member("target_kind", TargetKind, name="incident_target_is_known"),
            is_member("us_nexus", UsNexus, name="incident_us_nexus_is_known"),
            is_member("evidence", Evidence, name="incident_evidence_is_known"),
            is_member("confidence", Confidence, name="incident_confidence_is_known"),
            is_country("country", name="incident_country_is_iso_3166"),
            is_ordered("occurred_from", "occurred_to", name="incident_dates_are_ordered"),
            has_precision("location", "location_precision", name="incident_location_has_precision"),
            models.CheckConstraint(condition=Q(public_id__regex=r"^IQ-[0-9]{4,}$"), name="incident_public_id_form"),
            models.CheckConstraint(
                condition=(Q(date_extent="single") & Q(occurred_from=F("occurred_to")))
                | (~Q(date_extent="single") & ~Q(occurred_from=F("occurred_to"))),
                name="incident_date_extent_fits_dates",
            ),
            models.CheckConstraint(
                condition=Q(time_from__isnull=True)
                | Q(time_to__isnull=True)
                | Q(occurred_from__lt=F("occurred_to"))
                | Q(time_from__lte=F("time_to")),
                name="incident_times_are_ordered",
            ),
            models.CheckConstraint(
                condition=Q(country="IQ") | Q(province__isnull=True), name="incident_abroad_has_no_province"
            ),
            models.CheckConstraint(
                condition=Q(launch_area__isnull=True) | ~Q(launch_precision=""), name="incident_launch_has_precision"
            ),
            models.CheckConstraint(condition=Q(attack_count__gte=1), name="incident_counts_at_least_one"),
            models.CheckConstraint(
                condition=~Q(evidence="discounted") | ~Q(evidence_note=""), name="incident_discounted_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(possible_duplicate_of__isnull=True) | ~Q(possible_duplicate_of=F("id")),
                name="incident_is_not_its_own_duplicate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {formats.local(self.title, self.title_ar)}"


def _bounds(label: Any, help_text: Any = "") -> tuple[models.PositiveIntegerField, models.PositiveIntegerField]:
    return (
        models.PositiveIntegerField(label, null=True, blank=True, help_text=help_text),
        models.PositiveIntegerField(label, null=True, blank=True),
    )


class Munition(Worded):
    """What was fired and what became of it; each figure low to high, null: not reported.

    What the outcomes don't account for is unknown. Rival accounts may overlap, so only the sum of the lows is bounded.
    """

    OUTCOMES = ("hit", "fell_wide", "intercepted", "failed")

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="munitions")
    weapon = choice_field(Weapon, _("weapon"))
    fired_low, fired_high = _bounds(_("fired"), _("Empty: not reported. 0: a source says none."))
    hit_low, hit_high = _bounds(_("hit"))
    fell_wide_low, fell_wide_high = _bounds(_("fell short or wide"))
    intercepted_low, intercepted_high = _bounds(_("intercepted"))
    failed_low, failed_high = _bounds(_("failed in flight"))
    found_unfired_low, found_unfired_high = _bounds(_("found unfired"))
    note = models.TextField(_("note"), blank=True)
    needs_source = models.BooleanField(_("needs a source"), default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("munition")
        verbose_name_plural = _("munitions")
        constraints = [
            is_member("weapon", Weapon, name="munition_weapon_is_known"),
            is_ordered("fired_low", "fired_high", name="munition_fired_is_ordered"),
            is_ordered("hit_low", "hit_high", name="munition_hit_is_ordered"),
            is_ordered("fell_wide_low", "fell_wide_high", name="munition_fell_wide_is_ordered"),
            is_ordered("intercepted_low", "intercepted_high", name="munition_intercepted_is_ordered"),
            is_ordered("failed_low", "failed_high", name="munition_failed_is_ordered"),
            is_ordered("found_unfired_low", "found_unfired_high", name="munition_found_unfired_is_ordered"),
            models.CheckConstraint(
                condition=Q(fired_high__isnull=True)
                | Q(
                    fired_high__gte=Coalesce(F("hit_low"), 0)
                    + Coalesce(F("fell_wide_low"), 0)
                    + Coalesce(F("intercepted_low"), 0)
                    + Coalesce(F("failed_low"), 0)
                ),
                name="munition_outcomes_do_not_exceed_fired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident.public_id}: {self.get_weapon_display()}"


class Casualties(Worded):
    """Killed and wounded of one group; no row: not reported, zero: a source says none."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="casualties")
    group = choice_field(CasualtyGroup, _("group"))
    killed_low, killed_high = _bounds(_("killed"), _("Empty: not reported. 0: a source says none."))
    wounded_low, wounded_high = _bounds(_("wounded"))
    is_indirect = models.BooleanField(
        _("indirect"), default=False, help_text=_("Not caused by fire, such as a cardiac arrest while sheltering.")
    )
    note = models.TextField(_("note"), blank=True)
    needs_source = models.BooleanField(_("needs a source"), default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("casualties")
        verbose_name_plural = _("casualties")
        constraints = [
            is_member("group", CasualtyGroup, name="casualties_group_is_known"),
            is_ordered("killed_low", "killed_high", name="casualties_killed_are_ordered"),
            is_ordered("wounded_low", "wounded_high", name="casualties_wounded_are_ordered"),
            models.UniqueConstraint(fields=["incident", "group", "is_indirect"], name="casualties_one_row_per_group"),
        ]

    def __str__(self) -> str:
        return f"{self.incident.public_id}: {self.get_group_display()}"


class Attribution(Worded):
    """Who is said to have done it, on what basis, by whom; never a finding of guilt."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="attributions")
    actor = models.ForeignKey("attacks.Actor", models.PROTECT, related_name="attributions", verbose_name=_("actor"))
    basis = choice_field(Basis, _("basis"))
    confidence = choice_field(Confidence, _("confidence"), help_text=_("How far the record supports the link."))
    made_by_actor = models.ForeignKey(
        "attacks.Actor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attributions_made",
        verbose_name=_("made by (actor)"),
        help_text=_("Who says so: an actor or an outlet, not both."),
    )
    made_by_outlet = models.ForeignKey(
        "attacks.Outlet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attributions_made",
        verbose_name=_("made by (outlet)"),
    )
    made_on = models.DateField(_("made on"), null=True, blank=True)
    is_withdrawn = models.BooleanField(
        _("withdrawn"), default=False, help_text=_("The one who made it has taken it back.")
    )
    statement = models.ForeignKey(
        "attacks.Statement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attributions",
        verbose_name=_("statement"),
    )
    source = models.ForeignKey(
        "attacks.Source", models.PROTECT, null=True, blank=True, related_name="attributions", verbose_name=_("source")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        constraints = [
            is_member("basis", Basis, name="attribution_basis_is_known"),
            is_member("confidence", Confidence, name="attribution_confidence_is_known"),
            models.CheckConstraint(
                condition=Q(made_by_actor__isnull=True) | Q(made_by_outlet__isnull=True),
                name="attribution_is_made_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident.public_id}: {self.get_basis_display()} {self.actor}"


class IncidentLink(Worded):
    """`incident` stands in this relation to `to`."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="links")
    kind = choice_field(LinkKind, _("kind"))
    to = models.ForeignKey(Incident, models.PROTECT, related_name="links_from", verbose_name=_("to"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            is_member("kind", LinkKind, name="link_kind_is_known"),
            models.UniqueConstraint(fields=["incident", "kind", "to"], name="link_is_unique"),
            models.CheckConstraint(condition=~Q(incident=F("to")), name="link_is_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.incident.public_id} {self.kind} {self.to.public_id}"
