"""What a browser sends for a form: the strings of each field and row, how they compare, and how people read them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.gis.geos import GEOSGeometry, WKTWriter
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.models import BaseInlineFormSet, ModelChoiceField
from django.http import QueryDict
from django.utils.translation import gettext as _

Strings = list[str]
Sent = dict[str, Strings]
SentRows = dict[str, Sent]

# More rows of one inline than any record holds; what claims more is refused by the formset itself.
MOST_ROWS = 1000
# Digits after the point that the map keeps, about 10 cm.
_WKT = WKTWriter(precision=6, trim=True)


def untouched(form: forms.BaseForm) -> Sent:
    """What an unbound form sends when nobody touches it, by name of field without prefix."""
    return {name: _untouched_field(form[name]) for name in form.fields if name not in _bookkeeping(form)}


def untouched_rows(formset: BaseInlineFormSet) -> SentRows:
    """What the saved rows of an unbound formset send, by primary key."""
    return {str(form.instance.pk): untouched(form) for form in formset.initial_forms}


def sent(form: forms.BaseForm, data: QueryDict, prefix: str = "") -> Sent:
    """What was sent for the fields of `form`, under names that begin with `prefix`."""
    return {name: data.getlist(f"{prefix}{name}") for name in form.fields if name not in _bookkeeping(form)}


def row_count(formset: BaseInlineFormSet, data: QueryDict) -> int:
    total = data.get(f"{formset.prefix}-TOTAL_FORMS", "")
    return min(int(total), MOST_ROWS) if total.isascii() and total.isdigit() else 0


def write(data: QueryDict, values: Sent, prefix: str = "") -> None:
    """Puts the strings in the place of what was sent."""
    for name, strings in values.items():
        data.setlist(f"{prefix}{name}", strings)


def clear_rows(formset: BaseInlineFormSet, data: QueryDict) -> None:
    """Takes every numbered row of the formset out of what was sent."""
    row = re.compile(rf"{re.escape(str(formset.prefix))}-\d+-")
    for name in [name for name in data if row.match(name)]:
        del data[name]


def comparable(fields: dict[str, forms.Field], values: Sent) -> dict[str, Any]:
    """The values behind the strings, so that two spellings of one value are equal."""
    return {name: _comparable(fields[name], strings) for name, strings in values.items() if name in fields}


def in_words(field: forms.Field, strings: Strings) -> str:
    """The value as people read it; a dash for none."""
    given = [string for string in strings if string]
    if isinstance(field, forms.BooleanField):
        return _("yes") if given else _("no")
    if isinstance(field, ModelChoiceField):
        keys = [key for key in given if key.isdigit()]
        given = [str(record) for record in field.queryset.filter(pk__in=keys)] if field.queryset is not None else keys
    elif isinstance(field, forms.ChoiceField):
        labels = {str(value): str(label) for value, label in _flat(field.choices)}
        given = [labels.get(string, string) for string in given]
    elif given and isinstance(shape := _comparable(field, strings), GEOSShape):
        given = [str(shape)]
    return ", ".join(given) or "–"


class GEOSShape(str):
    """A shape as text with the digits that the map keeps."""


def widget_of(field: forms.Field) -> Any:
    """The widget itself, without the links that the admin puts beside it."""
    widget = field.widget
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def _bookkeeping(form: forms.BaseForm) -> set[str]:
    """Fields that say which row it is, not what it holds."""
    names = {"DELETE", "ORDER"}
    if isinstance(form, forms.BaseModelForm):
        names.add(form._meta.model._meta.pk.name)
        names |= {name for name, field in form.fields.items() if isinstance(field, forms.models.InlineForeignKeyField)}
    return names


def _untouched_field(bound: BoundField) -> Strings:
    value, widget = bound.value(), widget_of(bound.field)
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    if isinstance(value, GEOSGeometry):
        return [value.geojson]
    shown = widget.format_value(value)
    if isinstance(shown, (list, tuple)):
        return [str(item) for item in shown]
    return ["" if shown is None else str(shown)]


def _comparable(field: forms.Field, strings: Strings) -> Any:
    widget = widget_of(field)
    if isinstance(field, ModelChoiceField) or getattr(widget, "allow_multiple_selected", False):
        return sorted(string for string in strings if string)
    raw: Any = strings[-1] if strings else None
    if isinstance(raw, str):
        raw = raw.replace("\r\n", "\n").strip()
    try:
        value = field.to_python(raw)
    except ValidationError:
        return raw
    if isinstance(value, GEOSGeometry):
        return GEOSShape(_WKT.write(value).decode())
    if isinstance(value, int):
        return str(value)  # "7" and "7+" are two values of one number
    return None if value in field.empty_values else value


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label
