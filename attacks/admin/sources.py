"""Outlets, the items they publish, and the copies kept of them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from attacks.models import Account, ArchivedCopy, Incident, Outlet, Source

from .columns import count_of, number
from .editing.accounts import free_slug
from .readonly import ReadOnlyAdmin
from .records import NOTES, STATE_FILTERS, RecordAdmin


@admin.register(Outlet)
class OutletAdmin(RecordAdmin):
    list_display = ["name", "name_ar", "kind", "country", "reliability", "partisan_for", "item_count", "state"]
    list_filter = [*STATE_FILTERS, "kind", "reliability", "country"]
    list_select_related = ["partisan_for"]
    counts = {"item_count": count_of(Source, "outlet")}
    search_fields = ["slug", "name", "name_ar"]
    autocomplete_fields = ["partisan_for"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": [("name", "name_ar"), ("slug", "kind"), ("country", "languages")]}),
        (_("Judgement"), {"fields": ["reliability", "partisan_for"]}),
        NOTES,
    ]
    item_count = number("item_count", _("sources"))


class CopyInline(admin.TabularInline):
    """Copies are fetched by the program and never changed."""

    model = ArchivedCopy
    extra = 0
    can_delete = False
    readonly_fields = ["fetched_at", "status", "media_type", "bytes", "sha256"]
    fields = [*readonly_fields]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    list_display = ["slug", "title", "outlet", "published_on", "language", "incident_count", "account_count", "state"]
    list_filter = [*STATE_FILTERS, "published_on_precision", "language", "outlet__kind"]
    list_select_related = ["outlet"]
    date_hierarchy = "published_on"
    counts = {
        "incident_count": count_of(Incident.sources.through, "source", "incident"),
        "account_count": count_of(Account, "source"),
    }
    search_fields = ["slug", "title", "url", "outlet__name", "outlet__name_ar"]
    autocomplete_fields = ["outlet", "origin", "other_origins"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("outlet", "language"),
                    "url",
                    "title",
                    ("published_on", "published_on_precision"),
                    "slug",
                ]
            },
        ),
        (_("Origin"), {"fields": ["origin", "other_origins", "quotes_official"]}),
        NOTES,
    ]
    inlines = [CopyInline]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        found = super().formfield_for_dbfield(db_field, request, **kwargs)
        if found is not None and db_field.name == "slug":
            found.required = False
            found.help_text = _("Its permanent name in addresses; empty: made from outlet and date.")
        return found

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.slug = obj.slug or free_slug(f"{obj.outlet.slug}-{obj.published_on or 'undated'}")
        super().save_model(request, obj, form, change)

    incident_count = number("incident_count", _("incidents"))
    account_count = number("account_count", _("accounts"))


@admin.register(ArchivedCopy)
class ArchivedCopyAdmin(ReadOnlyAdmin):
    list_display = ["source", "fetched_at", "status", "media_type", "bytes"]
    list_filter = ["status"]
    list_select_related = ["source"]
    date_hierarchy = "fetched_at"
    search_fields = ["source__slug", "source__url", "sha256"]
