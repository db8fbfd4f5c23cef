"""The 19 governorates of Iraq."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from attacks.choices import RecordType
from attacks.wording import formats

from .review import Record


class Province(Record):
    """A governorate, by its ISO 3166-2 code (IQ-HA for Halabja); `boundary` in EPSG:4326."""

    record_type = RecordType.PROVINCE
    identifier_field = "code"

    code = models.CharField(_("code"), max_length=5, unique=True, help_text=_("ISO 3166-2, such as IQ-BG."))
    name = models.CharField(_("name"), max_length=100)
    name_ar = models.CharField(_("Arabic name"), max_length=100)
    name_ku = models.CharField(_("Kurdish name"), max_length=100, blank=True)
    boundary = models.MultiPolygonField(_("boundary"), help_text=_("Longitude, latitude; EPSG:4326."))
    is_approximate = models.BooleanField(
        _("approximate boundary"), default=False, help_text=_("The line is drawn by hand, not surveyed.")
    )

    class Meta(Record.Meta):
        abstract = False
        ordering = ["name"]
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(code__regex=r"^IQ-[A-Z]{2}$"), name="province_code_is_iso_3166_2"),
        ]

    def __str__(self) -> str:
        return formats.local(self.name, self.name_ar)
