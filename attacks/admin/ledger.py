"""Revisions of the ledger, newest first."""

from django.contrib import admin

from attacks.models import Revision

from .readonly import ReadOnlyAdmin


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ["id", "record_type", "public_id", "number", "event", "published_at", "change_note"]
    list_filter = ["record_type", "event"]
    search_fields = ["public_id"]
    ordering = ["-id"]
    list_per_page = 50
    # Counting a million rows for a page of fifty is not worth it.
    show_full_result_count = False
