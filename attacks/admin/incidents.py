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
    # In the order in which a report is read and typed; what few reports give is folded.
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("kind", "occurred_from", "occurred_to", "date_precision", "date_extent"),
                    ("time_from", "time_to", "time_note"),
                    ("base", "place_name", "place_name_ar"),
                    ("province", "country"),
                    ("location_precision", "is_location_approximate", "is_outside_its_province"),
                    "location",
                ]
            },
        ),
        (
            _("What happened"),
            {
                "fields": [
                    ("title", "title_ar"),
                    "summary",
                    ("launch_place", "launch_province", "launch_precision"),
                    ("us_nexus", "target_kind", "target_name"),
                    ("evidence", "confidence", "evidence_note"),
                    ("damage", "casualties_note"),
                ]
            },
        ),
        (
            _("Further details"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("role", "also_kinds", "first_reported_on"),
                    "summary_ar",
                    "launch_area",
                    ("attack_count", "is_foiled", "possible_duplicate_of"),
                    "sources",
                ],
            },
        ),
        (NOTES[0], {"fields": NOTES[1]["fields"], "classes": ["collapse"]}),
    ]
    inlines = [MunitionInline, CasualtiesInline, AccountInline, AttributionInline, LinkInline, SpokenOfInline]
    source_count = number("source_count", _("sources"))

    @admin.display(description=_("occurred"), ordering="occurred_from")
    def occurred(self, incident: Incident) -> str:
        return formats.occurred(
            incident.occurred_from,
            incident.occurred_to,
            extent=incident.date_extent,
            precision=incident.date_precision,
        )
