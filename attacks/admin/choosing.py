"""Choosing related records by typing, also when what was sent names none."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.http import HttpRequest

LARGEST_KEY = 2**63 - 1


class _Known:
    """Django's own widget fails on a chosen value that is no number; a refused form is shown without it."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        known = [key for key in value if str(key).isascii() and str(key).isdecimal() and int(key) <= LARGEST_KEY]
        return super().optgroups(name, known, attr)  # type: ignore[misc]


class ChooseOne(_Known, AutocompleteSelect):
    pass


class ChooseMany(_Known, AutocompleteSelectMultiple):
    pass


class Choosing(admin.options.BaseModelAdmin):
    """For admins and inlines: every relation in `autocomplete_fields` is chosen by typing."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseOne(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)
