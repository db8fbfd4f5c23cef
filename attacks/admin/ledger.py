"""Revisions of the ledger and the steps that led there, newest first."""

from django.contrib import admin

from attacks.models import ReviewEvent, Revision

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


@admin.register(ReviewEvent)
class ReviewEventAdmin(ReadOnlyAdmin):
    list_display = ["made_at", "record_type", "identifier", "from_proposal", "to_proposal", "made_by", "note"]
    list_filter = ["record_type", "to_proposal"]
    list_select_related = ["made_by"]
    date_hierarchy = "made_at"
    search_fields = ["identifier", "note", "made_by__username"]
    list_per_page = 50
    show_full_result_count = False
