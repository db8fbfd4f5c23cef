"""Field and constraint helpers shared by the models: choices, ranges, dated and placed values."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from attacks.choices import Choices


def choice_field(choices: type[Choices], label: Any, *, optional: bool = False, **options: Any) -> models.CharField:
    """A text column for one member of `choices`; optional ones may be empty, never null."""
    longest = max(len(value) for value in choices.values)
    if optional:
        options["blank"] = True
    return models.CharField(label, max_length=max(longest, 8), choices=choices.choices, **options)


def is_member(field: str, choices: type[Choices], *, optional: bool = False, name: str) -> models.CheckConstraint:
    """The column holds a member of `choices`; the database repeats what forms say."""
    allowed = [*choices.values, ""] if optional else list(choices.values)
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=name)


def is_ordered(low: str, high: str, *, name: str) -> models.CheckConstraint:
    """`low` ≤ `high` where both are known."""
    return models.CheckConstraint(
        condition=Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{low}__lte": F(high)}),
        name=name,
    )


def has_precision(field: str, precision: str, *, name: str) -> models.CheckConstraint:
    """A date or point is stored with its precision, and a precision never without it."""
    return models.CheckConstraint(
        condition=(Q(**{f"{field}__isnull": True}) & Q(**{precision: ""}))
        | (Q(**{f"{field}__isnull": False}) & ~Q(**{precision: ""})),
        name=name,
    )


def country_field(*, blank: bool = False, help_text: Any = "") -> models.CharField:
    """An ISO 3166-1 alpha-2 code, such as IQ."""
    return models.CharField(_("country"), max_length=2, blank=blank, help_text=help_text)


def is_country(field: str, *, optional: bool = False, name: str) -> models.CheckConstraint:
    """Two capital letters."""
    pattern = r"^([A-Z]{2})?$" if optional else r"^[A-Z]{2}$"
    return models.CheckConstraint(condition=Q(**{f"{field}__regex": pattern}), name=name)
