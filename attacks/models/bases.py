"""Bases and other places, and who was present there when."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from attacks.choices import BaseKind, DatePrecision, Force, LocationPrecision, RecordType

from .fields import choice_field, country_field, has_precision, is_country, is_member, is_ordered
from .naming import Named
from .review import Record
from .worded import Worded


class Base(Named, Record):
    """A place with a US or coalition interest, or a militia site."""

    record_type = RecordType.BASE

    kind = choice_field(BaseKind, _("kind"))
    operator = models.CharField(_("operator"), max_length=300, blank=True, help_text=_("Who runs the place."))
    location = models.PointField(_("location"), null=True, blank=True, help_text=_("Longitude, latitude; EPSG:4326."))
    location_precision = choice_field(
        LocationPrecision, _("precision of the location"), optional=True, help_text=_("How well the point is known.")
    )
    is_location_approximate = models.BooleanField(
        _("approximate coordinates"),
        default=False,
        help_text=_("The point was placed by hand or stands for an area; it is not a measurement."),
    )
    province = models.ForeignKey(
        "attacks.Province",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bases",
        verbose_name=_("province"),
        help_text=_("Empty outside Iraq."),
    )
    country = country_field(help_text=_("ISO 3166-1 code of the country."))

    class Meta(Record.Meta):
        abstract = False
        ordering = ["name"]
        verbose_name = _("base")
        verbose_name_plural = _("bases")
        constraints = [
            *Record.Meta.constraints,
            is_member("kind", BaseKind, name="base_kind_is_known"),
            is_member("location_precision", LocationPrecision, optional=True, name="base_location_precision_is_known"),
            has_precision("location", "location_precision", name="base_location_has_precision"),
            is_country("country", name="base_country_is_iso_3166"),
            models.CheckConstraint(
                condition=Q(country="IQ") | Q(province__isnull=True), name="base_abroad_has_no_province"
            ),
        ]


class Presence(Worded):
    """A force at a base for a stretch of time; either end may be unknown, which is not the same as open."""

    base = models.ForeignKey(Base, models.CASCADE, related_name="presences")
    force = choice_field(Force, _("force"))
    since = models.DateField(_("since"), null=True, blank=True, help_text=_("Empty: the start is not established."))
    since_precision = choice_field(DatePrecision, _("precision of since"), optional=True)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Last day; empty: still there, or the end is not established.")
    )
    until_precision = choice_field(DatePrecision, _("precision of until"), optional=True)
    source = models.ForeignKey(
        "attacks.Source", models.PROTECT, null=True, blank=True, related_name="presences", verbose_name=_("source")
    )
    note = models.TextField(_("note"), blank=True)
    needs_source = models.BooleanField(_("needs a source"), default=False)

    class Meta:
        ordering = ["force", "since", "id"]
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            is_member("force", Force, name="presence_force_is_known"),
            is_ordered("since", "until", name="presence_dates_are_ordered"),
            has_precision("since", "since_precision", name="presence_since_has_precision"),
            has_precision("until", "until_precision", name="presence_until_has_precision"),
        ]

    def __str__(self) -> str:
        return f"{self.base}: {self.get_force_display()}"
