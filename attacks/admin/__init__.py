"""The admin, one module per noun."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import actors, bases, incidents, jobs, ledger, operations, people, reports, sources, statements, tallies

__all__ = [
    "actors", "bases", "incidents", "jobs", "ledger", "operations", "people", "reports", "sources", "statements",
    "tallies",
]  # fmt: skip

admin.site.index_title = _("Desk")
# The desk leads everywhere; lists and forms need the room.
admin.site.enable_nav_sidebar = False
