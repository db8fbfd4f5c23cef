"""The columns of each record type's table, made from the models: their names, meanings, and what may stand in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from attacks.choices import RecordType
from attacks.models import (
    Account,
    Actor,
    Affiliation,
    Attribution,
    Base,
    Casualties,
    Coverage,
    Incident,
    IncidentLink,
    Munition,
    Outlet,
    Presence,
    Record,
    Source,
    Statement,
    Tally,
)
from attacks.numbering import NUMBERED

from .compact import Below
from .kinds import Degrees, Kind, Whole, kind_of

EDIT = "edit_number"
LONGITUDE, LATITUDE = "longitude", "latitude"
# Set by the program, or kept under other names here.
LEFT_OUT = frozenset({"id", "key", "location", "created_at", "changed_at"})
# The rows below a record: relation, model, its field that holds the record, what stands first in each item.
BELOW: dict[type[Record], list[tuple[str, type[models.Model], str, tuple[str, ...]]]] = {
    Actor: [("affiliations", Affiliation, "actor", ("kind", "parent"))],
    Base: [("presences", Presence, "base", ("force",))],
    Incident: [
        ("munitions", Munition, "incident", ("weapon",)),
        ("casualties", Casualties, "incident", ("group",)),
        ("attributions", Attribution, "incident", ("basis", "actor")),
        ("accounts", Account, "incident", ("source",)),
        ("links", IncidentLink, "incident", ("kind", "to")),
    ],
}
MEANINGS: dict[str, Any] = {
    "munitions": _("What was fired and what became of it; what is not given is not reported."),
    "casualties": _("Killed and wounded by group; no item: not reported, 0: a source says none."),
    "attributions": _("Who is said to have done it, on what basis, by whom."),
    "accounts": _("What each source says, fact by fact."),
    "links": _("How this incident stands to others."),
    "affiliations": _("How this actor stands to others, and when."),
    "presences": _("Which forces were here, and when."),
    "sources": _("The sources that the record rests on."),
}


@dataclass(frozen=True)
class Column:
    """`target` is the field or relation that it fills; `write` reads a record whose relations are at hand."""

    name: str
    kind: Kind
    meaning: Any
    target: str
    is_required: bool
    default: Callable[[], Any]
    value: Callable[[Any], Any]

    def write(self, record: Any) -> str | int | float | None:
        """What stands in the cell of this record; None: nothing."""
        value = self.value(record)
        return None if value is None or value == "" or value == [] or value == {} else self.kind.write(value)


@dataclass(frozen=True)
class Table:
    """All columns of a record type, the identifier first."""

    model: type[Record]
    columns: tuple[Column, ...]

    @property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def identifier(self) -> str:
        return self.model.identifier_field

    @property
    def is_numbered(self) -> bool:
        """Whether new records get their identifier from the program."""
        return self.model in NUMBERED

    def queryset(self) -> models.QuerySet[Any]:
        """Working records with all that the columns read and no more, in a fixed number of queries."""
        below = [
            models.Prefetch(relation, _lean(child, without=owner).order_by("pk"))
            for relation, child, owner, _heads in BELOW.get(self.model, [])
        ]
        facts = ["accounts__values"] if self.model is Incident else []
        return _lean(self.model).prefetch_related(*below, *facts)


def _lean(model: type[models.Model], *, without: str = "") -> models.QuerySet[Any]:
    """The rows of a table; of other records that they name, the name alone (a province brings its whole boundary)."""
    meta = model._meta
    names = {
        field.name: field.related_model.identifier_field
        for field in meta.fields
        if isinstance(field, models.ForeignKey) and field.name != without and issubclass(field.related_model, Record)
    }
    own = [field.name for field in meta.fields]
    links = [
        models.Prefetch(
            field.name,
            field.related_model._default_manager.only(field.related_model.identifier_field).order_by(),  # type: ignore[attr-defined]
        )
        for field in meta.many_to_many
    ]
    found = model._default_manager.select_related(*names) if names else model._default_manager.all()
    return found.only(*own, *(f"{name}__{field}" for name, field in names.items())).prefetch_related(*links)


TABLES: tuple[type[Record], ...] = (Incident, Statement, Actor, Base, Outlet, Source, Tally, Coverage)


@cache
def table(record_type: RecordType | str) -> Table:
    """The table of a record type; raises KeyError for types that have none."""
    model = {model.record_type: model for model in TABLES}[RecordType(record_type)]
    own = [field for field in model._meta.fields if field.editable and field.name not in LEFT_OUT]
    shared = {field.name for field in Record._meta.fields}
    own.sort(key=lambda field: (field.name != model.identifier_field, field.name in shared))
    columns = [_of_field(model, field) for field in own]
    if any(field.name == "location" for field in model._meta.fields):
        place = next(number for number, column in enumerate(columns) if column.name == "location_precision")
        columns[place:place] = [_coordinate(LONGITUDE, 0, 180), _coordinate(LATITUDE, 1, 90)]
    columns += [_of_links(field) for field in model._meta.many_to_many]
    for relation, child, owner, heads in BELOW.get(model, []):
        kind = Below(child, owner, heads)
        columns.append(Column(relation, kind, MEANINGS[relation], relation, False, list, _all(relation)))
    columns.append(
        Column(
            EDIT,
            Whole(0, 2_147_483_647),
            _("From the export that the row comes from: a record that was edited since is refused, not overwritten."),
            EDIT, False, lambda: None, lambda record: record.edit_number,
        )
    )  # fmt: skip
    return Table(model, tuple(columns))


def _of_field(model: type[Record], field: models.Field[Any, Any]) -> Column:
    is_required = not field.blank and not field.has_default() and not isinstance(field, models.BooleanField)
    if field.name == model.identifier_field and model in NUMBERED:
        hint = _("Names the record to change; empty: a new one, which gets the next number.")
        return Column(field.name, kind_of(field), hint, field.name, False, str, lambda record: record.public_id)
    meaning: Any = field.help_text or field.verbose_name
    return Column(
        field.name,
        kind_of(field),
        meaning,
        field.name,
        is_required,
        field.get_default,
        lambda r: getattr(r, field.name),
    )


def _of_links(field: models.ManyToManyField[Any, Any]) -> Column:
    meaning = field.help_text or MEANINGS.get(field.name) or field.verbose_name
    return Column(
        field.name,
        kind_of(field),
        meaning,
        field.name,
        False,
        list,
        lambda record: sorted(getattr(record, field.name).all(), key=lambda other: other.public_identifier),
    )


def _all(relation: str) -> Callable[[Any], Any]:
    return lambda record: list(getattr(record, relation).all())


def _coordinate(name: str, axis: int, most: int) -> Column:
    meaning = _("Degrees east, EPSG:4326; together with latitude.") if axis == 0 else _("Degrees north, EPSG:4326.")
    return Column(
        name,
        Degrees(most),
        meaning,
        "location",
        False,
        lambda: None,
        lambda record: record.location.coords[axis] if record.location else None,
    )
