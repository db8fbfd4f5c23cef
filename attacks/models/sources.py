"""Outlets, the items they publish, and the copies kept of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from attacks.choices import ArchiveStatus, DatePrecision, OutletKind, RecordType, Reliability
from attacks.wording import formats

from .fields import choice_field, country_field, has_precision, is_country, is_member
from .review import Record


class Outlet(Record):
    """Who publishes; also the wire agencies that others repeat."""

    record_type = RecordType.OUTLET

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_ar = models.CharField(_("Arabic name"), max_length=200, blank=True)
    kind = choice_field(OutletKind, _("kind"))
    country = country_field(blank=True, help_text=_("ISO 3166-1 code; empty: not established."))
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("languages"), default=list, blank=True)
    reliability = choice_field(
        Reliability,
        _("reliability"),
        optional=True,
        help_text=_("A to F on the Admiralty scale; an editor's grade, not a measurement. Empty: not graded."),
    )
    partisan_for = models.ForeignKey(
        "attacks.Actor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outlets",
        verbose_name=_("partisan for"),
        help_text=_("Only where it belongs to, or speaks for, an actor."),
    )

    class Meta(Record.Meta):
        abstract = False
        ordering = ["name"]
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        constraints = [
            *Record.Meta.constraints,
            is_member("kind", OutletKind, name="outlet_kind_is_known"),
            is_member("reliability", Reliability, optional=True, name="outlet_reliability_is_known"),
            is_country("country", optional=True, name="outlet_country_is_iso_3166"),
        ]

    def __str__(self) -> str:
        return formats.local(self.name, self.name_ar)


class Source(Record):
    """One item by an outlet. Most have no title: they are shown by outlet and date."""

    record_type = RecordType.SOURCE

    slug = models.SlugField(_("slug"), max_length=150, unique=True)
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="items", verbose_name=_("outlet"))
    title = models.CharField(_("title"), max_length=500, blank=True)
    url = models.URLField(_("address"), max_length=2000, null=True, blank=True, unique=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_on_precision = choice_field(DatePrecision, _("precision of the date"), optional=True)
    language = models.CharField(_("language"), max_length=8, blank=True, help_text=_("ISO 639 code of the text."))
    origin = models.ForeignKey(
        Outlet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeats",
        verbose_name=_("origin"),
        help_text=_("The outlet whose report it repeats; five copies of one wire are one independent origin."),
    )
    other_origins = models.ManyToManyField(
        Outlet, blank=True, related_name="other_repeats", verbose_name=_("further origins")
    )
    quotes_official = ArrayField(
        models.CharField(max_length=100),
        verbose_name=_("relays an official body"),
        default=list,
        blank=True,
        help_text=_("Official bodies whose words it mainly relays."),
    )

    class Meta(Record.Meta):
        abstract = False
        ordering = ["-published_on", "slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            *Record.Meta.constraints,
            has_precision("published_on", "published_on_precision", name="source_date_has_precision"),
            is_member("published_on_precision", DatePrecision, optional=True, name="source_date_precision_is_known"),
            models.CheckConstraint(
                condition=Q(url__isnull=True) | Q(url__regex=r"^https?://"), name="source_address_is_http"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug


class ArchivedCopy(models.Model):
    """One fetch of a source; a refetch adds a row, nothing is overwritten."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="copies")
    status = choice_field(ArchiveStatus, _("status"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    bytes = models.PositiveBigIntegerField(_("bytes"), null=True, blank=True)
    fetched_at = models.DateTimeField(_("fetched at"))

    class Meta:
        ordering = ["-fetched_at"]
        verbose_name = _("archived copy")
        verbose_name_plural = _("archived copies")
        constraints = [
            is_member("status", ArchiveStatus, name="archived_copy_status_is_known"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^([0-9a-f]{64})?$"), name="archived_copy_sha256_is_hex"),
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.fetched_at:%Y-%m-%d})"
