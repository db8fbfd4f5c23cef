"""The API's own parameters, declared like those of the filter, and how a request is read by such declarations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from attacks.explorer.filters import BY_NAME, PARAMETERS, Filter, FilterError
from attacks.explorer.parameters import Moment, One, Parameter, Refused, Whole

JSON, LINES, CSV, XLSX, GEOJSON = "json", "jsonl", "csv", "xlsx", "geojson"
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Several(Parameter):
    """Some of a few words, repeated or divided by commas."""

    allowed: Mapping[str, str] = field(default_factory=dict)  # value → meaning
    default: tuple[str, ...] = ()

    def parse(self, values: list[str]) -> tuple[str, ...]:
        words = [word for value in values for word in value.split(",") if word]
        for word in words:
            if word not in self.allowed:
                raise Refused(f"“{word[:60]}” is unknown: {', '.join(self.allowed)} are allowed")
        return tuple(name for name in self.allowed if name in words)

    def write(self, value: tuple[str, ...]) -> list[str]:
        return [",".join(value)]

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "enum": list(self.allowed)}, "default": list(self.default)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern(Parameter):
    """One value of a form; `words` say what is allowed."""

    pattern: str
    allowed: str

    def parse(self, values: list[str]) -> str:
        value = self._single(values)
        if len(value) > 200 or not re.fullmatch(self.pattern, value, re.ASCII):
            raise Refused(f"“{value[:60]}”: {self.allowed} is allowed")
        return value

    def write(self, value: str) -> list[str]:
        return [value]

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern}$", "maxLength": 200}


SLUG = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
LIMIT = Whole(
    name="limit", field="limit", label="Limit", default=50, least=1, most=MOST, description="Records per page."
)
REVISION = Whole(
    name="rev", field="rev", label="Revision", default=None, least=1, most=999_999,
    description="The record at this revision of its own, counted 1, 2, 3 …",
)  # fmt: skip
AS_OF = Moment(
    name="as_of", field="as_of", label="As published by",
    description="The record as the public saw it at a revision of the ledger, or at the end of a day (Baghdad).",
)  # fmt: skip
HAS_BOM = One(
    name="bom", field="bom", label="Byte order mark", default="0",
    options={"0": "without", "1": "with, as some spreadsheets need for Arabic"},
    description="Whether CSV begins with a byte order mark.",
)  # fmt: skip


def fields_parameter(members: Iterable[str], columns: Mapping[str, str]) -> Several:
    """`fields`: members of an object of JSON, or columns of a table with their meaning."""
    return Several(
        name="fields", field="fields", label="Fields", allowed={**dict.fromkeys(members, ""), **columns},
        description="Only these, and the public id; all without it. JSON and JSON lines have the members of the"
        " object; CSV, XLSX and GeoJSON the columns of the table.",
    )  # fmt: skip


MEANINGS = {
    JSON: "JSON, a page at a time",
    LINES: "JSON lines, one whole document per line, everything that matches",
    CSV: "CSV, everything that matches",
    XLSX: "Excel workbook, everything that matches",
    GEOJSON: "GeoJSON, everything that matches",
}


def format_parameter(*formats: str) -> One:
    """`format`: stands above the header Accept."""
    return One(
        name="format", field="format", label="Format", default=JSON,
        options={name: MEANINGS[name] for name in formats}, description="The format; stands above the header Accept.",
    )  # fmt: skip


def read(
    query: QueryDict, declared: Iterable[Parameter], *, with_filter: bool = False
) -> tuple[dict[str, Any], Filter]:
    """(values of declared parameters by name, the filter of the rest). Raises FilterError naming all that is bad."""
    own = {parameter.name: parameter for parameter in declared}
    values = {name: parameter.default for name, parameter in own.items()}
    errors: dict[str, str] = {}
    known = [*own, *(BY_NAME if with_filter else ())]
    rest = query.copy()
    for name in query:
        if name in own:
            given = [value for value in rest.pop(name) if value]
            try:
                if given:
                    values[name] = own[name].parse(given)
            except Refused as refused:
                errors[name] = str(refused)
        elif name not in known:
            rest.pop(name)
            allowed = ", ".join(known) or "none"
            errors[name[:60]] = f"unknown parameter: {allowed} are allowed"
    query_filter = Filter()
    try:
        if with_filter:
            query_filter = Filter.parse(rest.urlencode())
    except FilterError as error:
        errors = {**error.errors, **errors}
    if errors:
        raise FilterError(errors)
    return values, query_filter


def words_of(query: Filter) -> str:
    """The filter in words, with names of records as slugs and codes."""
    chips = query.chips(lambda _name, value: value)
    return "; ".join(f"{chip.label}: {chip.words}" for chip in chips) or "no filters: the whole record"


FILTER_PARAMETERS = PARAMETERS
