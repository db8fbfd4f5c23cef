"""Template tags and filters of the record pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from attacks import choices
from attacks.wording import formats
from dashboard.records import words

register = template.Library()

register.filter("country", words.country)
register.filter("language_name", words.language_name)


@register.filter
def digits_of(number: int) -> str:
    """A year or another number without separators, in the digits of the language."""
    return formats.digits(str(number))


@register.filter
def local_title(row: Any) -> SafeString:
    """The title or name of a typed row in the active language, marked where it is in the other one."""
    return words.local(row.name, row.name_ar)


@register.filter
def local_place(row: Any) -> SafeString:
    return words.local(row.place_name, row.place_name_ar)


@register.filter
def ours(text: str) -> SafeString:
    """A text of the record that exists in English only."""
    return words.local(text)


@register.filter
def meaning(value: str, enumeration: str) -> str:
    """The meaning of a stored choice."""
    return str(getattr(choices, enumeration)(value).meaning)
