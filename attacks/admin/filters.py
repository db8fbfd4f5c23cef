"""Filters of lists that Django's own would answer by loading whole tables."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from attacks.models import Province


class HolderFilter(admin.SimpleListFilter):
    """Who works on the edit, as seen by the one who looks."""

    title = _("worked on by")
    parameter_name = "held"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("Me")), ("others", _("Somebody else")), ("nobody", _("Nobody"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "me":
            return queryset.filter(held_by=request.user)
        if self.value() == "others":
            return queryset.filter(held_by__isnull=False).exclude(held_by=request.user)
        return queryset.filter(held_by__isnull=True) if self.value() == "nobody" else queryset


class ProvinceFilter(admin.SimpleListFilter):
    """By name alone: the outlines of provinces are large."""

    title = _("province")
    parameter_name = "province"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        name = "name_ar" if (get_language() or "").startswith("ar") else "name"
        return [*Province.objects.order_by(name).values_list("code", name), ("none", _("None"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "none":
            return queryset.filter(province__isnull=True)
        return queryset.filter(province__code=self.value()) if self.value() else queryset
