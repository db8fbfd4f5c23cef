"""Raw reports not yet judged."""

from __future__ import annotations

from django.contrib import admin

from attacks.models import Report

from .choosing import Choosing
from .search import FoldedSearchAdmin


@admin.register(Report)
class ReportAdmin(Choosing, FoldedSearchAdmin):
    list_display = ["__str__", "received_at", "status", "incident"]
    list_filter = ["status"]
    list_select_related = ["incident"]
    date_hierarchy = "received_at"
    search_fields = ["text", "url", "reason"]
    autocomplete_fields = ["incident"]
    fields = ["url", "text", "status", "reason", "incident"]
