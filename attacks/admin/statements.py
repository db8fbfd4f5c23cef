"""Statements of the parties."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from attacks.models import Statement

from .columns import count_of, number
from .records import NOTES, STATE_FILTERS, RecordAdmin


@admin.register(Statement)
class StatementAdmin(RecordAdmin):
    list_display = ["public_id", "issued_on", "speaker", "kind", "paraphrase", "incident_count", "state"]
    list_filter = [*STATE_FILTERS, "kind", "channel", "confidence", "issued_on_precision"]
    list_select_related = ["speaker"]
    date_hierarchy = "issued_on"
    counts = {"incident_count": count_of(Statement.incidents.through, "statement", "incident")}
    search_fields = [
        "public_id", "key", "paraphrase", "paraphrase_ar", "quote", "quote_en", "spokesperson_name",
        "speaker__name", "speaker__name_ar", "speaker__aliases",
    ]  # fmt: skip
    autocomplete_fields = ["speaker", "addressee", "incidents", "retracts", "contradicts", "sources"]
    readonly_fields = ["public_id", "key"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "public_id",
                    ("speaker", "kind"),
                    ("issued_on", "issued_on_precision"),
                    ("channel", "channel_note"),
                    ("spokesperson_name", "spokesperson_role"),
                    "addressee",
                ]
            },
        ),
        (_("What it says"), {"fields": ["paraphrase", "paraphrase_ar", "condition", "language", "quote", "quote_en"]}),
        (_("What it is about"), {"fields": ["incidents", "retracts", "contradicts"]}),
        (_("Evidence"), {"fields": ["sources", "confidence"]}),
        NOTES,
    ]
    incident_count = number("incident_count", _("incidents"))
