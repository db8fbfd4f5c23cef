"""What a column of a file is: its name, its meaning, and the SQL from which PostgreSQL writes its values.

SQL speaks of `v`, the row of the projection, `r`, its revision, and `b`, the revision's document. Nothing that readers
send ever stands in it. What no table lists never leaves in a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from attacks.choices import Choices, RecordType

TEXT, CODE, NUMBER, DAY, FLAG, LIST = "text", "code", "number", "day", "flag", "list"
KINDS = {
    TEXT: _("Text"),
    CODE: _("Code"),
    NUMBER: _("Number"),
    DAY: _("Day, ISO 8601"),
    FLAG: _("true or false"),
    LIST: _("List; in CSV and XLSX joined by “; ”"),
}
# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
FORMULA_STARTS = ("\t", "\r", "+", "-", "=", "@")


@dataclass(frozen=True, slots=True)
class Column:
    """`value`: SQL of the kind's own type; `precision`: the column that says how exactly this one is known."""

    name: str
    kind: str
    meaning: Any
    value: str
    unit: Any = ""
    precision: str = ""
    choices: type[Choices] | None = None

    @property
    def form(self) -> Any:
        """The kind in words."""
        return KINDS[self.kind]

    @property
    def member(self) -> str:
        """SQL of the value in JSON: null, never empty text."""
        return f"NULLIF({self.value}, '')" if self.kind in (TEXT, CODE) else self.value

    @property
    def cell(self) -> str:
        """SQL of the value in a table: a number, or text that no spreadsheet takes for a formula; null: empty."""
        if self.kind in (NUMBER, DAY):
            return self.value
        if self.kind == FLAG:
            return f"({self.value})::text"
        text = f"array_to_string({self.value}, '; ')" if self.kind == LIST else self.value
        if self.kind == CODE or self.choices:
            return f"NULLIF({text}, '')"
        starts = ", ".join(str(ord(start)) for start in FORMULA_STARTS)
        return f"NULLIF(CASE WHEN ascii({text}) IN ({starts}) THEN '''' || {text} ELSE {text} END, '')"


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one noun. `sources`: alias → SQL that joins it to `asked`; `document`: a line of JSON."""

    noun: str
    columns: tuple[Column, ...]
    sources: dict[str, str]
    document: str
    geometry: str = ""  # SQL of a geometry; none: no GeoJSON

    def chosen(self, names: Iterable[str]) -> Table:
        """This table with these columns alone, its first always; all of them where none is named."""
        wanted = set(names)
        kept = tuple(column for column in self.columns if column.name in wanted or column is self.columns[0])
        return replace(self, columns=kept) if wanted else self


def column(name: str, kind: str, meaning: Any, **more: Any) -> Column:
    """A column of the projection under its own name."""
    return Column(name, kind, meaning, f"v.{name}", **more)


def field(name: str, kind: str, meaning: Any, **more: Any) -> Column:
    """A top-level field of the document under its own name."""
    value = {
        NUMBER: f"(b.body->>'{name}')::bigint",
        DAY: f"(b.body->>'{name}')::date",
        FLAG: f"(b.body->>'{name}')::boolean",
        LIST: f"ARRAY(SELECT jsonb_array_elements_text(b.body->'{name}'))",
    }
    return Column(name, kind, meaning, value.get(kind, f"(b.body->>'{name}')"), **more)


def axis(name: str, letter: str) -> Column:
    """One coordinate of `v.location`, in the six decimals of the document."""
    value = f"round(ST_{letter}(v.location)::numeric, 6)::float8"
    return Column(name, NUMBER, _("Of the point, EPSG:4326."), value, unit=_("degrees"), precision="location_precision")


# As Python writes a moment: no fraction where it is zero.
MOMENT = (
    "replace(to_char(r.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '.000000', '') || '+00:00'"
)


def address(folder: str) -> str:
    """SQL of the address of the page of a revision; `%(site)s` is bound."""
    return f"%(site)s || '/{folder}/' || v.public_id || '/?rev=' || r.number"


def revision_columns(folder: str | None) -> tuple[Column, ...]:
    """What every record's row begins with; types without pages have no address."""
    found = (
        column("public_id", TEXT, _("Public id, slug or code; never changes.")),
        Column("revision", NUMBER, _("Number of the revision; with the public id it is what is cited."), "r.number"),
        Column("published_at", CODE, _("When this revision was published, ISO 8601, UTC."), MOMENT),
    )
    page = (Column("url", CODE, _("Address of this revision."), address(folder)),) if folder else ()
    return (*found, *page)


def row_of(alias: str, table: str, condition: str) -> str:
    """SQL that looks rows up by an index; OFFSET 0 forbids other plans, which would read the table for each chunk."""
    return f" JOIN LATERAL (SELECT * FROM {table} WHERE {condition} OFFSET 0) {alias} ON true"  # noqa: S608 - all ours


def of_versions(record_type: RecordType) -> dict[str, str]:
    """Where the rows of a type, their revisions and documents are found."""
    return {
        "v": row_of("v", f"attacks_published{record_type}", "id = asked.id"),
        "r": row_of("r", "attacks_revision", "id = v.from_rev_id"),
        "b": " LEFT" + row_of("b", "attacks_revisiondocument", "revision_id = v.from_rev_id"),
    }


def whole(folder: str | None, *, more: str = "") -> str:
    """SQL of a version as the API shows it: derived members, then those of the document, less `%(without)s`."""
    page = address(folder) if folder else "NULL::text"
    derived = (
        f"'id', v.public_id, 'revision', r.number, 'ledger_revision', r.id, 'published_at', {MOMENT}, 'url', {page}"
    )
    return f"(jsonb_build_object({derived}{more}) || coalesce(b.body, '{{}}')) - %(without)s::text[]"
