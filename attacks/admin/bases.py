"""Bases with who was present when, and the provinces they lie in."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from attacks.models import Base, Incident, Province

from .columns import count_of, number
from .filters import ProvinceFilter
from .parts import PresenceInline
from .records import NOTES, STATE_FILTERS, RecordAdmin


@admin.register(Base)
class BaseAdmin(RecordAdmin):
    list_display = ["name", "name_ar", "kind", "province", "country", "incident_count", "state"]
    list_filter = [*STATE_FILTERS, "kind", "country", ProvinceFilter]
    list_select_related = ["province"]
    counts = {"incident_count": count_of(Incident, "base")}
    search_fields = ["slug", "name", "name_ar", "name_ku", "aliases"]
    autocomplete_fields = ["province"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": [("name", "name_ar", "name_ku"), ("slug", "kind"), "aliases", "operator"]}),
        (
            _("Where"),
            {"fields": [("location", "location_precision"), "is_location_approximate", ("province", "country")]},
        ),
        NOTES,
    ]
    inlines = [PresenceInline]
    incident_count = number("incident_count", _("incidents"))


@admin.register(Province)
class ProvinceAdmin(RecordAdmin):
    list_display = ["code", "name", "name_ar", "name_ku", "incident_count", "state"]
    list_filter = STATE_FILTERS
    counts = {"incident_count": count_of(Incident, "province")}
    search_fields = ["code", "name", "name_ar", "name_ku"]
    fieldsets = [
        (None, {"fields": ["code", ("name", "name_ar", "name_ku"), "boundary", "is_approximate"]}),
        NOTES,
    ]
    incident_count = number("incident_count", _("incidents"))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("boundary")
