"""The one filter: read from an address and written back, for page, map, timeline, API and whatever else asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from operator import attrgetter
from typing import Any, Protocol, runtime_checkable
from urllib.parse import parse_qs, urlencode

from django.utils.translation import gettext as _

from .declared import BASIS, BY_NAME, EVIDENCE, NEXUS, PARAMETERS
from .parameters import (
    Names,
    Options,
    Parameter,
    Place,
    Refused,
    Signed,
    Words,
    bare,
    opposite,
)
from .shapes import Point


@runtime_checkable
class MultiValues(Protocol):
    """Parameters with all their values, such as `request.GET`."""

    def lists(self) -> Iterable[tuple[str, Sequence[object]]]: ...


Query = MultiValues | Mapping[str, Any]


class FilterError(ValueError):
    """What is wrong with a query: `errors` maps each parameter to the value given and what is allowed."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(f"{name}: {message}" for name, message in self.errors.items()))


@dataclass(frozen=True, slots=True)
class Chip:
    """One chosen value in words, and the filter without it."""

    parameter: str
    value: str
    label: str  # what the parameter is called
    words: str
    without: Filter


@dataclass(frozen=True, slots=True)
class Filter:
    """A question to the record; equal questions are equal objects. Fields stand as in `PARAMETERS`."""

    q: str = ""
    since: date | None = None
    until: date | None = None
    actor: tuple[str, ...] = ()
    actor_by: str = "brand"
    basis: tuple[str, ...] = BASIS
    confidence: str = "low"
    affiliation_confidence: str = "low"
    umbrella: tuple[str, ...] = ()
    sponsor: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    evidence: tuple[str, ...] = EVIDENCE
    nexus: tuple[str, ...] = NEXUS
    country: tuple[str, ...] = ()
    launch_province: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    weapon: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    casualties: tuple[str, ...] = ()
    precision: tuple[str, ...] = ()
    date_precision: tuple[str, ...] = ()
    area: tuple[Point, ...] | None = None
    near: tuple[float, float, float] | None = None
    foiled: str = "listed"
    duplicates: str = "with"
    measure: str = "attacks"
    sort: str = "newest"
    cursor: Place | None = None
    as_of: int | date | None = None
    zoom: int = 6
    bbox: tuple[float, float, float, float] | None = None
    bin: str = "auto"

    def __post_init__(self) -> None:
        for parameter in PARAMETERS:
            value = getattr(self, parameter.field)
            if value not in ((), None):
                value = parameter.normalise(value)
            value = parameter.default if value in ((), None) else value
            object.__setattr__(self, parameter.field, value)

    @classmethod
    def parse(cls, query: Query | str) -> Filter:
        """The filter of a query string. Empty values are silence. Raises FilterError naming every bad parameter."""
        if isinstance(query, str):
            query = parse_qs(query, keep_blank_values=True)
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for name, texts in query.lists() if isinstance(query, MultiValues) else query.items():
            given = [texts] if isinstance(texts, str) else [str(text) for text in texts]
            if name not in BY_NAME:
                errors[name[:60]] = _("unknown parameter: %(allowed)s are allowed") % {"allowed": ", ".join(BY_NAME)}
                continue
            parameter = BY_NAME[name]
            try:
                if given := [value for value in given if value]:
                    values[parameter.field] = parameter.parse(given)
            except Refused as refused:
                errors[name] = str(refused)
        since, until = values.get("since"), values.get("until")
        if since and until and since > until:
            errors["from"] = _(
                "“%(since)s” is after “%(until)s”: a day on or before the end of the period is allowed"
            ) % {
                "since": since,
                "until": until,
            }
        if errors:
            raise FilterError(errors)
        return cls(**values)

    def check(self, known: Mapping[str, Iterable[str]]) -> None:
        """Raises FilterError for names of records that were never public; `known`: dimension → names."""
        errors = {}
        for parameter in PARAMETERS:
            if isinstance(parameter, Names) and parameter.dimension:
                allowed = known[parameter.dimension]
                for value in map(bare, getattr(self, parameter.field)):
                    if value not in parameter.extra and value not in allowed:
                        errors[parameter.name] = _("“%(value)s” is unknown: names of published records are allowed") % {
                            "value": value
                        }
        if errors:
            raise FilterError(errors)

    def pairs(self) -> list[tuple[str, str]]:
        """What differs from the default, in the order of `PARAMETERS`."""
        return [
            (parameter.name, written)
            for parameter in PARAMETERS
            if self.is_set(parameter)
            for written in parameter.write(getattr(self, parameter.field))
        ]

    def write(self) -> str:
        """The canonical query string; `parse` of it gives this filter again."""
        return urlencode(self.pairs())

    def is_set(self, parameter: Parameter | str) -> bool:
        """Whether a parameter differs from its default."""
        if isinstance(parameter, str):
            parameter = BY_NAME[parameter]
        return getattr(self, parameter.field) != parameter.default

    def chosen(self, name: str) -> tuple[str, ...]:
        """Every value of an enumeration that a record may have under this filter."""
        parameter = BY_NAME[name]
        assert isinstance(parameter, Options)
        return parameter.chosen(getattr(self, parameter.field))

    def replace(self, **values: Any) -> Filter:
        """This filter with other values, by field, back on the first page."""
        return replace(self, **{"cursor": None, **values})

    def without(self, name: str, value: str | None = None) -> Filter:
        """This filter without a parameter, or without one of its values."""
        parameter = BY_NAME[name]
        rest: Any = parameter.default
        if value is not None and isinstance(parameter, Signed):
            rest = tuple(item for item in getattr(self, parameter.field) if item != value)
        return self.replace(**{parameter.field: rest})

    def having(self, name: str, value: str) -> Filter:
        """This filter with one more value of a parameter, or with that value where only one is allowed.

        Asking for a value takes the place of leaving it out, and the other way round.
        """
        parameter = BY_NAME[name]
        parsed = parameter.parse([value])
        if isinstance(parameter, Signed):
            now = getattr(self, parameter.field)
            kept = () if now == parameter.default else tuple(item for item in now if item != opposite(value))
            parsed = (*kept, *parsed)
        return self.replace(**{parameter.field: parsed})

    def cleared(self) -> Filter:
        """The filter that lets everything through, in the same order and view."""
        kept = {p.field: getattr(self, p.field) for p in PARAMETERS if not p.narrows and p.field != "cursor"}
        return Filter(**kept)

    def chips(self, names: Words) -> list[Chip]:
        """What is chosen, in words; `names` gives the name of an actor, base, province or country by its key."""
        return [
            Chip(name, value, str(BY_NAME[name].label), BY_NAME[name].words(value, names), self.without(name, value))
            for name, value in self.pairs()
            if BY_NAME[name].narrows or name == "as_of"
        ]


# Fields on which it does not depend which records match and what each adds. The moment is in the watermark.
VIEW = frozenset({"as_of", "sort", "cursor", "zoom", "bbox", "bin"})


def values(*, but: Iterable[str]) -> attrgetter[tuple[Any, ...]]:
    """What gives the values of a filter apart from those of some fields."""
    return attrgetter(*(field.name for field in fields(Filter) if field.name not in set(but)))


assert [field.name for field in fields(Filter)] == [parameter.field for parameter in PARAMETERS]
