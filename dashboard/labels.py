"""The labels of stored choices in the language of the page."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language

from attacks.choices import Choices


def label_of(enumeration: type[Choices], value: str) -> str:
    """The label of a stored choice; an unknown value stands as it is."""
    return labels(enumeration).get(value, value)


def labels(enumeration: type[Choices]) -> dict[str, str]:
    """Every label by its value, in the order of the enumeration."""
    return _labels(enumeration, get_language())


@lru_cache(maxsize=128)
def _labels(enumeration: type[Choices], language: str | None) -> dict[str, str]:
    return {str(member): str(member.label) for member in enumeration}
