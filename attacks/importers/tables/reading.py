"""Rows of text become typed rows: names of columns are checked first, then every cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from attacks.importers.record.rows import Row
from attacks.models import Record

from .columns import EDIT, LATITUDE, LONGITUDE, Column, Table
from .compact import Below
from .files import Cell, Formula, Line
from .problems import FileRefused, Problems, ValueRefused

# A record that a cell names: column, type, name.
Reference = tuple[str, type[Record], str]


@dataclass(slots=True)
class Given:
    """One row as read: what the record is to be, as far as the file says."""

    number: int
    identifier: str
    edit: int | None
    row: Row
    cells: dict[str, str]
    references: list[Reference] = field(default_factory=list)


def columns_of(table: Table, header: list[str]) -> list[Column]:
    """The column under each name of the header; raises FileRefused that names what is unknown, missing or twice."""
    known = table.by_name
    for number, name in enumerate(header):
        if not name:
            raise FileRefused(_("Column %s has no name.") % (number + 1))
        if name in header[:number]:
            raise FileRefused(_("The column “%s” stands twice.") % name[:80])
        if name not in known:
            near = get_close_matches(name[:80], known, n=1)
            hint = _("did you mean “%s”?") % near[0] if near else _("known are: %s") % ", ".join(known)
            raise FileRefused(_("The column “%(name)s” is unknown; %(hint)s") % {"name": name[:80], "hint": hint})
    if table.identifier not in header:
        raise FileRefused(_("The column “%s” is missing; it names the records.") % table.identifier)
    if (LONGITUDE in header) != (LATITUDE in header):
        raise FileRefused(_("longitude and latitude go together; one of the columns is missing."))
    return [known[name] for name in header]


class Reader:
    """Reads the rows of one file; what is refused is noted in `problems`."""

    def __init__(self, table: Table, header: list[str], problems: Problems) -> None:
        self.table = table
        self.columns = columns_of(table, header)
        self.problems = problems

    def read(self, line: Line) -> Given | None:
        """The typed row; None where something in it is refused."""
        number, cells = line
        before = len(self.problems.kept)
        for place, cell in enumerate(cells[len(self.columns) :], start=len(self.columns) + 1):
            if cell:
                self.problems.add(number, _("column %s") % place, _shown(cell), _("nothing: this column has no name"))
        texts: dict[str, str] = {}
        values: dict[str, Any] = {}
        references: list[Reference] = []
        for column, cell in zip(self.columns, [*cells, *[""] * len(self.columns)], strict=False):
            if isinstance(cell, Formula):
                self.problems.add(number, column.name, cell.text, _("a value: formulas are not computed"))
                continue
            texts[column.name] = cell
            try:
                values[column.name] = self._value(column, cell, references)
            except ValueRefused as refused:
                self.problems.add(number, column.name, refused.value, _("allowed: %s") % refused.allowed)
        if len(self.problems.kept) > before:
            return None
        return self._given(number, texts, values, references)

    def _value(self, column: Column, cell: str, references: list[Reference]) -> Any:
        if not cell:
            if column.is_required:
                raise ValueRefused("", column.kind.allowed)
            return column.default()
        named: list[tuple[type[Record], str]] = []
        value = column.kind.read(cell, named)
        references += [(column.name, model, name) for model, name in named]
        return value

    def _given(
        self, number: int, texts: dict[str, str], values: dict[str, Any], references: list[Reference]
    ) -> Given | None:
        if LONGITUDE in values:
            east, north = values.pop(LONGITUDE), values.pop(LATITUDE)
            if (east is None) != (north is None):
                self.problems.add(number, LONGITUDE, texts[LONGITUDE], _("longitude and latitude go together"))
                return None
            values["location"] = None if east is None else Point(east, north, srid=4326)
        identifier, edit = values.pop(self.table.identifier), values.pop(EDIT, None)
        meta = self.table.model._meta
        links = {field.name: values.pop(field.name) for field in meta.many_to_many if field.name in values}
        below = {column.name: values.pop(column.name) for column in self.columns if isinstance(column.kind, Below)}
        return Given(number, identifier, edit, Row(values, links, below), texts, references)


def _shown(cell: Cell) -> str:
    return cell.text if isinstance(cell, Formula) else cell


def required(table: Table, header: set[str]) -> list[str]:
    """Columns that new records need and the file lacks."""
    return [column.name for column in table.columns if column.is_required and column.name not in header]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the database as a table meets it: `relation` names the rows that are to keep it, "" the record."""

    name: str
    relation: str
    model: type[models.Model]
    constraint: models.BaseConstraint | None  # None: a trigger holds it

    @property
    def columns(self) -> list[str]:
        """The columns of the table that the rule is about."""
        if self.relation or self.constraint is None:
            return [self.relation]
        columns = _columns_in(self.constraint)
        if "location" in columns:
            place = columns.index("location")
            columns[place : place + 1] = [LONGITUDE, LATITUDE]
        return columns

    def is_broken_by(self, row: models.Model) -> bool:
        """Whether this row, by itself, breaks the rule; one that a trigger holds cannot be asked."""
        try:
            if self.constraint is not None:
                self.constraint.validate(self.model, row)
        except ValidationError:
            return True
        return False


def rule(table: Table, name: str) -> Rule | None:
    """The rule of this name; None for what only says that a value is taken (`taken`)."""
    below = [(column.name, column.kind.model) for column in table.columns if isinstance(column.kind, Below)]
    for relation, model in [("", table.model), *below]:
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return Rule(name, relation, model, constraint)
        if name.startswith(f"{model._meta.model_name}_"):
            return Rule(name, relation, model, None)
    return None


def taken(table: Table, index: str) -> list[str]:
    """The columns whose value another record has already, by the name of the index that says so."""
    return [field.name for field in table.model._meta.fields if field.unique and f"_{field.column}_" in index]


def _columns_in(constraint: Any) -> list[str]:
    if isinstance(constraint, models.UniqueConstraint):
        return list(constraint.fields)
    found: list[str] = []

    def walk(part: Any) -> None:
        for child in part.children:
            if isinstance(child, tuple):
                named = [child[0].split("__")[0]]
                if isinstance(child[1], models.F):
                    named += child[1].deconstruct()[1]  # the name of the other column
                found.extend(name for name in named if name not in found)
            else:
                walk(child)

    walk(constraint.condition)
    return found
