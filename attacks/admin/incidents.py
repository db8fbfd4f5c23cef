"""Incidents and everything that hangs on one."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from attacks.models import Incident
from attacks.wording import formats

from .accounts import AccountInline
from .columns import count_of, number
from .editing.incident import IncidentDesk
from .filters import ProvinceFilter
from .parts import AttributionInline, CasualtiesInline, LinkInline, MunitionInline, SpokenOfInline
from .records import NOTES, STATE_FILTERS, RecordAdmin


@admin.register(Incident)
class IncidentAdmin(IncidentDesk, RecordAdmin):
    list_display = [
        "public_id", "title", "occurred", "kind", "place_name", "province", "evidence", "source_count", "state",
    ]  # fmt: skip
    list_filter = [*STATE_FILTERS, "role", "kind", "evidence", "us_nexus", "country", ProvinceFilter]
    list_select_related = ["province"]
    date_hierarchy = "occurred_from"
    counts = {"source_count": count_of(Incident.sources.through, "incident", "source")}
    search_fields = [
        "public_id", "key", "title", "title_ar", "place_name", "place_name_ar", "target_name", "launch_place",
        "base__name", "base__name_ar", "base__aliases",
    ]  # fmt: skip
    autocomplete_fields = ["base", "province", "launch_province", "possible_duplicate_of", "sources"]
    readonly_fields = ["public_id", "key"]
    fieldsets = [
        (None, {"fields": ["public_id", ("role", "kind"), "also_kinds", "title", "title_ar", "summary", "summary_ar"]}),
        (
            _("When"),
            {
                "fields": [
                    ("occurred_from", "occurred_to", "date_extent", "date_precision"),
                    ("time_from", "time_to", "time_note"),
                    "first_reported_on",
                ]
            },
        ),
        (
            _("Where"),
            {
                "fields": [
                    "base",
                    ("location", "location_precision"),
                    ("is_location_approximate", "is_outside_its_province"),
                    ("place_name", "place_name_ar"),
                    ("province", "country"),
                ]
            },
        ),
        (
            _("From where"),
            {"fields": [("launch_area", "launch_precision"), ("launch_place", "launch_province")]},
        ),
        (_("Target"), {"fields": [("target_kind", "us_nexus"), "target_name"]}),
        (_("Counting"), {"fields": [("attack_count", "is_foiled"), "possible_duplicate_of"]}),
        (
            _("Evidence"),
            {"fields": ["sources", ("evidence", "confidence"), "evidence_note", "damage", "casualties_note"]},
        ),
        NOTES,
    ]
    inlines = [MunitionInline, CasualtiesInline, AttributionInline, AccountInline, LinkInline, SpokenOfInline]
    source_count = number("source_count", _("sources"))

    @admin.display(description=_("occurred"), ordering="occurred_from")
    def occurred(self, incident: Incident) -> str:
        return formats.occurred(
            incident.occurred_from,
            incident.occurred_to,
            extent=incident.date_extent,
            precision=incident.date_precision,
        )
