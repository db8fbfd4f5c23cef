"""What a browser sends for a form: the strings of each field and row, how they compare, and how people read them.

A row that holds a formset of reported values has one more field for each fact, such as `values.munitions.fired`, whose
strings are fact, value, quote and primary key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.gis.geos import GEOSGeometry, WKTWriter
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.models import BaseInlineFormSet, ModelChoiceField
from django.http import QueryDict
from django.utils.translation import gettext as _

from attacks.models.accounts import REPORTED_FIELDS, reported_field_label

Strings = list[str]
Sent = dict[str, Strings]
SentRows = dict[str, Sent]

# More rows of one inline than any record holds; what claims more is refused by the formset itself.
MOST_ROWS = 1000
VALUES = "values."
# Digits after the point that the map keeps, about 10 cm.
_WKT = WKTWriter(precision=6, trim=True)


def untouched(form: Any) -> Sent:
    """What an unbound form sends when nobody touches it, by name of field without prefix."""
    found = {name: _untouched_field(form[name]) for name in form.fields if name not in _bookkeeping(form)}
    for row in getattr(form, "values", None) or []:
        value = row.instance
        if value.pk:
            found[f"{VALUES}{value.field}"] = [value.field, value.value, value.quote, str(value.pk)]
    return found


def untouched_rows(formset: BaseInlineFormSet) -> SentRows:
    """What the saved rows of an unbound formset send, by primary key."""
    return {str(form.instance.pk): untouched(form) for form in formset.initial_forms}


def sent(form: forms.BaseForm, data: QueryDict, prefix: str = "") -> Sent:
    """What was sent for the fields of `form`, under names that begin with `prefix`."""
    found = {name: data.getlist(f"{prefix}{name}") for name in form.fields if name not in _bookkeeping(form)}
    for row in _value_rows(data, prefix):
        fact = data.get(f"{row}field", "")
        if fact and f"{row}DELETE" not in data:
            name = f"{VALUES}{fact}"
            while name in found:  # one fact sent twice: both stay, so that the form can say so
                name += "+"
            found[name] = [fact, *(data.get(f"{row}{part}", "") for part in ("value", "quote", "id"))]
    return found


def total(data: QueryDict, prefix: str) -> int:
    """How many rows the formset of this prefix was sent with."""
    text = data.get(f"{prefix}-TOTAL_FORMS", "")
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() else 0


def put(data: QueryDict, prefix: str, name: str, strings: Strings) -> None:
    """Puts the strings in the place of what was sent for one field; none: a reported value is deleted."""
    if not name.startswith(VALUES):
        data.setlist(f"{prefix}{name}", strings)
        return
    fact = name.removeprefix(VALUES)
    row = next((row for row in _value_rows(data, prefix) if data.get(f"{row}field") == fact), None)
    if row is None and strings:
        count = total(data, f"{prefix}values")
        row = f"{prefix}values-{count}-"
        data[f"{prefix}values-TOTAL_FORMS"] = str(count + 1)
    if row and strings:
        data[f"{row}field"], data[f"{row}value"], data[f"{row}quote"] = strings[:3]
        data.pop(f"{row}DELETE", None)
    elif row:
        data[f"{row}DELETE"] = "on"


def write_row(data: QueryDict, prefix: str, values: Sent, saved: Sent) -> None:
    """Puts a whole row in the place of what was sent; `saved` is what the database holds of it, {} for a new one."""
    for name, strings in values.items():
        if not name.startswith(VALUES):
            data.setlist(f"{prefix}{name}", strings)
    if not any(name.startswith(VALUES) for name in values | saved):
        return
    in_database = [name for name in saved if name.startswith(VALUES)]
    others = [name for name in values if name.startswith(VALUES) and name not in saved]
    for index, name in enumerate([*in_database, *others]):
        row = f"{prefix}values-{index}-"
        fact, value, quote = values.get(name, saved.get(name, []))[:3]
        data[f"{row}field"], data[f"{row}value"], data[f"{row}quote"] = fact, value, quote
        data[f"{row}id"] = saved[name][3] if name in saved else ""
        if name not in values:
            data[f"{row}DELETE"] = "on"
    data[f"{prefix}values-INITIAL_FORMS"] = str(len(in_database))
    data[f"{prefix}values-TOTAL_FORMS"] = str(len(in_database) + len(others))


def clear_rows(data: QueryDict, prefix: str) -> None:
    """Takes every numbered row of the formset out of what was sent."""
    row = re.compile(rf"{re.escape(prefix)}-\d+-")
    for name in [name for name in data if row.match(name)]:
        del data[name]


def comparable(form: forms.BaseForm, values: Sent) -> dict[str, Any]:
    """The values behind the strings, so that two spellings of one value are equal."""
    found: dict[str, Any] = {}
    for name, strings in values.items():
        if name.startswith(VALUES):
            found[name] = [string.strip() for string in strings[:3]]
        elif name in form.fields:
            found[name] = _comparable(form.fields[name], strings)
    return found


def label(form: forms.BaseForm, name: str) -> str:
    """What people call the field."""
    if name.startswith(VALUES):
        fact = name.removeprefix(VALUES).rstrip("+")
        return reported_field_label(fact) if fact in REPORTED_FIELDS else fact
    return str(form[name].label)


def in_words(form: forms.BaseForm, name: str, strings: Strings) -> str:
    """The value as people read it; a dash for none."""
    given = [string for string in strings if string]
    if name.startswith(VALUES):
        return " – ".join(string for string in strings[1:3] if string) or "–"
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        return _("yes") if given else _("no")
    if isinstance(field, ModelChoiceField):
        keys = [key for key in given if key.isdigit()]
        given = [str(record) for record in field.queryset.filter(pk__in=keys)] if field.queryset is not None else keys
    elif isinstance(field, forms.ChoiceField):
        labels = {str(value): str(words) for value, words in _flat(field.choices)}
        given = [labels.get(string, string) for string in given]
    elif given and isinstance(shape := _comparable(field, strings), Shape):
        given = [str(shape)]
    return ", ".join(given) or "–"


def summary(form: forms.BaseForm, row: Sent) -> str:
    """The filled fields of a row in one line."""
    filled = [name for name, strings in row.items() if any(strings)]
    return "; ".join(f"{label(form, name)}: {in_words(form, name, row[name])}" for name in filled)


class Shape(str):
    """A geometry as text with the digits that the map keeps."""


def _value_rows(data: QueryDict, prefix: str) -> Iterator[str]:
    return (f"{prefix}values-{index}-" for index in range(total(data, f"{prefix}values")))


def _bookkeeping(form: forms.BaseForm) -> set[str]:
    """Fields that say which row it is, not what it holds."""
    names = {"DELETE", "ORDER"}
    if isinstance(form, forms.BaseModelForm):
        names.add(form._meta.model._meta.pk.name)
        names |= {name for name, field in form.fields.items() if isinstance(field, forms.models.InlineForeignKeyField)}
    return names


def _untouched_field(bound: BoundField) -> Strings:
    value, widget = bound.value(), _widget(bound.field)
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    if isinstance(value, GEOSGeometry):
        return [value.geojson]
    shown = widget.format_value(value)
    if isinstance(shown, (list, tuple)):
        return [str(item) for item in shown]
    return ["" if shown is None else str(shown)]


def _comparable(field: forms.Field, strings: Strings) -> Any:
    if isinstance(field, ModelChoiceField) or getattr(_widget(field), "allow_multiple_selected", False):
        return sorted(string for string in strings if string)
    raw: Any = strings[-1] if strings else None
    if isinstance(raw, str):
        raw = raw.replace("\r\n", "\n").strip()
    try:
        value = field.to_python(raw)
    except ValidationError:
        return raw
    if isinstance(value, GEOSGeometry):
        return Shape(_WKT.write(value).decode())
    if isinstance(value, int):
        return str(value)  # "7" and "7+" are two values of one number
    return None if value in field.empty_values else value


def _widget(field: forms.Field) -> Any:
    """The widget itself, without the links that the admin puts beside it."""
    widget = field.widget
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, words in choices:
        if isinstance(words, (list, tuple)):
            yield from words
        else:
            yield value, words
