"""Actors and their affiliations."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from attacks.models import Actor, Attribution, Statement

from .columns import count_of, number
from .parts import AffiliationInline
from .records import NOTES, STATE_FILTERS, RecordAdmin


@admin.register(Actor)
class ActorAdmin(RecordAdmin):
    list_display = ["name", "name_ar", "kind", "country", "incident_count", "statement_count", "state"]
    list_filter = [*STATE_FILTERS, "kind", "country"]
    counts = {
        "incident_count": count_of(Attribution, "actor", "incident"),
        "statement_count": count_of(Statement, "speaker"),
    }
    search_fields = ["slug", "name", "name_ar", "name_ku", "aliases"]
    autocomplete_fields = ["sources"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": [("name", "name_ar", "name_ku"), ("slug", "kind", "country"), "aliases"]}),
        (_("Description"), {"fields": ["description", "description_ar", "sources"]}),
        NOTES,
    ]
    inlines = [AffiliationInline]
    incident_count = number("incident_count", _("incidents"))
    statement_count = number("statement_count", _("statements"))
