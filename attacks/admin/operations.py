"""How background tasks last ended."""

from django.contrib import admin

from attacks.models import TaskOutcome

from .readonly import ReadOnlyAdmin


@admin.register(TaskOutcome)
class TaskOutcomeAdmin(ReadOnlyAdmin):
    list_display = ["name", "is_ok", "summary", "finished_at", "watermark"]
    list_filter = ["is_ok"]
