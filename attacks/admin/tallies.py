"""Counts published by others, and how well each stretch of time is covered."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from attacks.models import Coverage, Tally

from .records import NOTES, STATE_FILTERS, RecordAdmin


@admin.register(Tally)
class TallyAdmin(RecordAdmin):
    list_display = ["slug", "issuer_actor", "issuer_outlet", "period_from", "period_to", "total", "unit", "state"]
    list_filter = [*STATE_FILTERS, "unit", "total_is"]
    list_select_related = ["issuer_actor", "issuer_outlet"]
    date_hierarchy = "period_to"
    search_fields = ["slug", "scope", "issuer_actor__name", "issuer_actor__aliases", "issuer_outlet__name"]
    autocomplete_fields = ["issuer_actor", "issuer_outlet", "source", "further_sources", "incident"]
    prepopulated_fields = {"slug": ["scope", "period_to"]}
    fieldsets = [
        (None, {"fields": [("issuer_actor", "issuer_outlet"), "scope", "counting_rule", "slug"]}),
        (
            _("Period"),
            {
                "fields": [
                    ("period_from", "period_from_precision", "period_to", "period_to_precision"),
                    ("stated_on", "stated_on_precision"),
                ]
            },
        ),
        (
            _("Figures"),
            {"fields": [("total", "total_is", "unit"), "breakdown", "figures", "has_differing_parts"]},
        ),
        (_("Evidence"), {"fields": ["source", "source_text", "further_sources", "incident", "confidence"]}),
        NOTES,
    ]


@admin.register(Coverage)
class CoverageAdmin(RecordAdmin):
    list_display = ["slug", "period_from", "period_to", "scope", "grade", "state"]
    list_filter = [*STATE_FILTERS, "grade"]
    date_hierarchy = "period_from"
    search_fields = ["slug", "scope", "note"]
    prepopulated_fields = {"slug": ["scope", "period_from"]}
    fieldsets = [
        (None, {"fields": [("period_from", "period_to"), "scope", "grade", "slug"]}),
        NOTES,
    ]
