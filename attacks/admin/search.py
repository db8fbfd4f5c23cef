"""Search in lists and autocompletion: every word of what is typed, folded, in any of the fields."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, Model, QuerySet, TextField, Value
from django.db.models.expressions import Expression
from django.db.models.functions import Cast
from django.http import HttpRequest

from attacks.search import fold


class Folded(Func):
    """The text as attacks.search.fold gives it, in PostgreSQL."""

    function = "folded"
    output_field = TextField()


class FoldedSearchAdmin(admin.ModelAdmin):
    """`search_fields` are plain paths to texts and arrays of texts, over single relations only."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        words = fold(search_term.replace("\x00", " ")).split()
        if not words:
            return queryset, False
        queryset = queryset.alias(folded_text=Folded(_joined(queryset.model, self.search_fields)))
        for word in words:
            queryset = queryset.filter(folded_text__contains=word)
        return queryset, False


def _joined(model: type[Model], paths: Any) -> Expression:
    return Func(Value(" "), *(_text(model, path) for path in paths), function="concat_ws", output_field=TextField())


def _text(model: type[Model], path: str) -> Expression:
    field = model._meta.get_field(path.split("__")[0])
    for step in path.split("__")[1:]:
        field = field.related_model._meta.get_field(step)  # type: ignore[union-attr]
    if isinstance(field, ArrayField):
        return Func(F(path), Value(" "), function="array_to_string", output_field=TextField())
    return F(path) if isinstance(field, CharField | TextField) else Cast(path, TextField())  # type: ignore[return-value]
