"""The one filter: every parameter declared once, for the page, the map, the timeline, the API and whatever else asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attacks import choices

from .parameters import (
    PLACE,
    TRAIT,
    Box,
    Cursor,
    Day,
    Moment,
    Names,
    One,
    Options,
    Parameter,
    Place,
    Refused,
    Text,
    Whole,
    Words,
)

BASIS = tuple(str(basis) for basis in choices.Basis if basis != choices.Basis.DENIED)
EVIDENCE = tuple(str(grade) for grade in choices.Evidence if grade != choices.Evidence.DISCOUNTED)
NEXUS = (str(choices.UsNexus.DIRECT), str(choices.UsNexus.INDIRECT))
NOBODY, ANY = "none", "any"

PARAMETERS: tuple[Parameter, ...] = (
    Text(
        name="q",
        field="q",
        label=gettext_lazy("Text"),
        description="Words, in English or Arabic; all have to be found.",
    ),
    Day(
        name="from",
        field="since",
        label=gettext_lazy("From"),
        description="Incidents that may have taken place on or after.",
    ),
    Day(
        name="to",
        field="until",
        label=gettext_lazy("To"),
        description="Incidents that may have taken place on or before.",
    ),
    Names(
        name="actor",
        field="actor",
        label=gettext_lazy("Group"),
        dimension="actor",
        extra=(NOBODY,),
        extra_words={NOBODY: gettext_lazy("No group named")},
        example="kataib-hezbollah",
        description="Named on one of the chosen bases; `none`: nobody is.",
    ),
    One(
        name="actor_by",
        field="actor_by",
        label=gettext_lazy("Groups by"),
        default="brand",
        options={"brand": gettext_lazy("the name used"), "parent": gettext_lazy("the group assessed behind it")},
        description="`parent` adds the names that are fronts for the group on the day of the incident.",
    ),
    Options(
        name="basis",
        field="basis",
        label=gettext_lazy("Basis"),
        choices=choices.Basis,
        default=BASIS,
        description="On what basis a group is named; it has to hold for the same attribution as the group.",
    ),
    Names(
        name="province",
        field="province",
        label=gettext_lazy("Province"),
        dimension="province",
        pattern=r"[A-Z]{2}-[A-Z]{2}",
        example="IQ-BG",
        scope=PLACE,
        condition="list_contains(?, province)",
    ),
    Names(
        name="base",
        field="base",
        label=gettext_lazy("Base"),
        dimension="base",
        scope=PLACE,
        condition="list_contains(?, base)",
    ),
    Options(
        name="kind",
        field="kind",
        label=gettext_lazy("Kind"),
        choices=choices.Kind,
        scope=TRAIT,
        condition="list_has_any(?, kinds)",
        description="The kind or one of the further kinds.",
    ),
    Options(
        name="role",
        field="role",
        label=gettext_lazy("Show"),
        choices=choices.Role,
        scope=TRAIT,
        condition="list_contains(?, role)",
        description="All are shown; attacks are counted, or the others where attacks are left out.",
    ),
    Options(
        name="evidence",
        field="evidence",
        label=gettext_lazy("Evidence"),
        choices=choices.Evidence,
        default=EVIDENCE,
        scope=TRAIT,
        condition="list_contains(?, evidence)",
    ),
    Options(
        name="nexus",
        field="nexus",
        label=gettext_lazy("US link"),
        choices=choices.UsNexus,
        default=NEXUS,
        scope=TRAIT,
        condition="list_contains(?, nexus)",
    ),
    Names(
        name="country",
        field="country",
        label=gettext_lazy("Country"),
        pattern=r"[A-Z]{2}",
        example="IQ",
        scope=PLACE,
        condition="list_contains(?, country)",
    ),
    Names(
        name="launch_province",
        field="launch_province",
        label=gettext_lazy("Launched from"),
        dimension="province",
        pattern=r"[A-Z]{2}-[A-Z]{2}",
        example="IQ-DI",
        scope=PLACE,
        condition="list_contains(?, launch_province)",
    ),
    Options(
        name="status",
        field="status",
        label=gettext_lazy("Attribution"),
        choices=choices.AttributionStatus,
        scope=TRAIT,
        condition="list_contains(?, status)",
    ),
    Options(
        name="weapon",
        field="weapon",
        label=gettext_lazy("Weapon"),
        choices=choices.Weapon,
        scope=TRAIT,
        condition="list_has_any(?, weapons)",
    ),
    Options(
        name="target",
        field="target",
        label=gettext_lazy("Target"),
        choices=choices.TargetKind,
        scope=TRAIT,
        condition="list_contains(?, target)",
    ),
    Options(
        name="casualties",
        field="casualties",
        label=gettext_lazy("Casualties"),
        choices=choices.CasualtyGroup,
        extra=(ANY,),
        extra_words={ANY: gettext_lazy("Anybody killed or wounded")},
        scope=TRAIT,
        condition="list_has_any(?, list_concat(casualty_groups, CASE WHEN len(casualty_groups) > 0 THEN ['any'] END))",
        description="At least one killed or wounded in one of the groups, as reported.",
    ),
    Options(
        name="precision",
        field="precision",
        label=gettext_lazy("Place known to"),
        choices=choices.LocationPrecision,
        scope=PLACE,
        condition="list_contains(?, precision)",
    ),
    Options(
        name="date_precision",
        field="date_precision",
        label=gettext_lazy("Date known to"),
        choices=choices.DatePrecision,
        scope=TRAIT,
        condition="list_contains(?, date_precision)",
    ),
    One(
        name="sort",
        field="sort",
        label=gettext_lazy("Order"),
        default="newest",
        narrows=False,
        options={
            "newest": gettext_lazy("Newest first"),
            "oldest": gettext_lazy("Oldest first"),
            "casualties": gettext_lazy("Most casualties"),
        },
    ),
    Cursor(name="cursor", field="cursor", label=gettext_lazy("Place in the list"), narrows=False),
    Moment(
        name="as_of",
        field="as_of",
        label=gettext_lazy("As published by"),
        narrows=False,
        description="The record as the public saw it at a revision, or at the end of a day.",
    ),
    Whole(name="zoom", field="zoom", label=gettext_lazy("Zoom"), default=6, most=18, narrows=False),
    Box(
        name="bbox",
        field="bbox",
        label=gettext_lazy("Map view"),
        narrows=False,
        description="Marks outside are left out of the map; nothing else changes.",
    ),
    One(
        name="bin",
        field="bin",
        label=gettext_lazy("Bars per"),
        default="auto",
        narrows=False,
        options={
            "auto": gettext_lazy("Automatic"),
            "day": gettext_lazy("Day"),
            "week": gettext_lazy("Week"),
            "month": gettext_lazy("Month"),
            "quarter": gettext_lazy("Quarter"),
        },
    ),
)
BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}


class FilterError(ValueError):
    """What is wrong with a query: `errors` maps each parameter to a message that names the value and what is allowed."""

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
    sort: str = "newest"
    cursor: Place | None = None
    as_of: int | date | None = None
    zoom: int = 6
    bbox: tuple[float, float, float, float] | None = None
    bin: str = "auto"

    def __post_init__(self) -> None:
        for parameter in PARAMETERS:
            value = getattr(self, parameter.field)
            value = parameter.default if value in ((), None) else parameter.normalise(value)
            object.__setattr__(self, parameter.field, value)

    @classmethod
    def parse(cls, query: QueryDict | Mapping[str, Any] | str) -> Filter:
        """The filter of a query string. Empty values are silence. Raises FilterError naming every bad parameter."""
        if isinstance(query, str):
            query = QueryDict(query)
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for name in query:
            given = query.getlist(name) if isinstance(query, QueryDict) else query[name]
            given = [given] if isinstance(given, str) else given
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
                for value in getattr(self, parameter.field):
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

    def replace(self, **values: Any) -> Filter:
        """This filter with other values, by field, back on the first page."""
        return replace(self, **{"cursor": None, **values})

    def without(self, name: str, value: str | None = None) -> Filter:
        """This filter without a parameter, or without one of its values."""
        parameter = BY_NAME[name]
        rest: Any = parameter.default
        if value is not None and isinstance(parameter, Options | Names):
            rest = tuple(item for item in getattr(self, parameter.field) if item != value)
        return self.replace(**{parameter.field: rest})

    def having(self, name: str, value: str) -> Filter:
        """This filter with one more value of a parameter, or with that value where only one is allowed."""
        parameter = BY_NAME[name]
        parsed = parameter.parse([value])
        if isinstance(parameter, Options | Names):
            now = getattr(self, parameter.field)
            parsed = parsed if now == parameter.default else (*now, *parsed)
        return self.replace(**{parameter.field: parsed})

    def cleared(self) -> Filter:
        """The filter that lets everything through, in the same order and view."""
        kept = {p.field: getattr(self, p.field) for p in PARAMETERS if not p.narrows and p.field != "cursor"}
        return Filter(**kept)

    def chips(self, names: Words) -> list[Chip]:
        """What is chosen, in words; `names` gives the name of an actor, base, province or country by its slug or code."""
        return [
            Chip(name, value, str(BY_NAME[name].label), BY_NAME[name].words(value, names), self.without(name, value))
            for name, value in self.pairs()
            if BY_NAME[name].narrows or name == "as_of"
        ]


assert [field.name for field in fields(Filter)] == [parameter.field for parameter in PARAMETERS]
