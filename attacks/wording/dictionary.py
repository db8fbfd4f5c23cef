"""The data dictionary: every field of every public document, named and explained from the models it is made from.

The fields are not listed by hand: a document is built from an example record of each type and walked, so what the
builders publish is what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models as fields
from django.db.models import Field as ModelField
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attacks import choices, models
from attacks.choices import Choices, RecordType
from attacks.ledger import document
from attacks.wording.meanings import LABELS, MEANINGS

MODELS: dict[RecordType, type[models.Record]] = {
    model.record_type: model
    for model in (
        models.Incident,
        models.Statement,
        models.Actor,
        models.Base,
        models.Province,
        models.Outlet,
        models.Source,
        models.Tally,
        models.Coverage,
    )
}
# Which model the rows of a nested list come from.
ROWS: dict[tuple[RecordType, str], type[Model]] = {
    (RecordType.INCIDENT, "munitions"): models.Munition,
    (RecordType.INCIDENT, "casualties"): models.Casualties,
    (RecordType.INCIDENT, "attributions"): models.Attribution,
    (RecordType.INCIDENT, "links"): models.IncidentLink,
    (RecordType.INCIDENT, "accounts"): models.Account,
    (RecordType.INCIDENT, "accounts.values"): models.ReportedValue,
    (RecordType.BASE, "presences"): models.Presence,
    (RecordType.ACTOR, "affiliations"): models.Affiliation,
    (RecordType.SOURCE, "copies"): models.ArchivedCopy,
}
# Objects that stand as one field.
_WHOLE = {"boundary", "location", "area", "made_by", "issuer", "breakdown", "figures"}
_ENUMERATIONS = {
    tuple(value for value, _label in enumeration.choices): enumeration
    for enumeration in vars(choices).values()
    if isinstance(enumeration, type) and issubclass(enumeration, Choices) and enumeration is not Choices
}


@dataclass(frozen=True)
class Field:
    """One field of a public document; `path` as `munitions[].fired`, `[]` for each of a list."""

    path: str
    label: Any
    meaning: Any
    form: Any
    choices: type[Choices] | None = None
    is_range: bool = False


@lru_cache(maxsize=1)
def fields_by_type() -> dict[RecordType, dict[str, Field]]:
    """Every public field by its path, in the order of the document."""
    return {
        record_type: {path: _field(record_type, path) for path in _paths(document.build(_example(model)))}
        for record_type, model in MODELS.items()
    }


def field_at(record_type: RecordType, path: str) -> Field | None:
    """The field at a path with numbers in it, such as `munitions.0.fired`; None when it is a part of none."""
    known = fields_by_type()[record_type]
    pattern = re.sub(r"\.\d+(?=\.|$)", "[]", path)
    while pattern:
        for name in (pattern, pattern.removesuffix("[]")):
            if name in known:
                return known[name]
        pattern = pattern.rpartition(".")[0]
    return None


def label_at(record_type: RecordType, path: str) -> str:
    """A path with numbers in it for people: `munitions.0.fired` → "munitions 1, fired"."""
    parts: list[str] = []
    walked = ""
    for step in path.split("."):
        if step.isdecimal() and parts:
            walked += "[]"
            parts[-1] += f" {int(step) + 1}"
            continue
        walked = f"{walked}.{step}".lstrip(".")
        field = fields_by_type()[record_type].get(walked)
        parts.append(str(field.label) if field else str(LABELS.get(step, step.replace("_", " "))))
    return _(", ").join(parts)


# Walking an example ---------------------------------------------------------------------------------------------------


def _paths(value: Any, path: str = "") -> Iterator[str]:
    name = path.rpartition(".")[2].removesuffix("[]")
    if isinstance(value, dict) and value and name not in _WHOLE:
        for key, part in value.items():
            yield from _paths(part, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield from _paths(value[0], f"{path}[]")
    else:
        yield path


def _example(model: type[Model], *, with_rows: bool = True) -> Any:
    """An unsaved record with something in every column and one row in every relation."""
    record = model(pk=1)
    for field in model._meta.concrete_fields:
        if field.is_relation:
            related = field.related_model
            if (
                with_rows
                and related is not model
                and field.name not in ("changed_by", "made_by_outlet", "issuer_outlet")
            ):
                setattr(record, field.name, _example(related, with_rows=False))  # type: ignore[arg-type]
        elif not field.primary_key:
            setattr(record, field.attname, _value(field))
    cache: dict[str, list[Any]] = {}
    relations: list[Any] = [*model._meta.related_objects, *model._meta.many_to_many]
    for relation in relations:
        name = relation.name if relation in model._meta.many_to_many else relation.get_accessor_name()
        is_row = relation.related_model in ROWS.values()
        if name:
            cache[name] = [_example(relation.related_model)] if with_rows and is_row else []
    record._prefetched_objects_cache = cache  # type: ignore[attr-defined]
    return record


def _value(field: ModelField) -> Any:
    for kinds, value in (
        (ArrayField, ["x"]),
        (fields.JSONField, {}),
        (fields.BooleanField, False),
        (fields.DateTimeField, datetime(2021, 3, 15, tzinfo=UTC)),
        (fields.DateField, date(2021, 3, 15)),
        (fields.TimeField, time(7, 20)),
        (fields.IntegerField, 1),
    ):
        if isinstance(field, kinds):
            return value
    if isinstance(field, GeometryField):
        ring = Polygon(((44, 33), (45, 33), (45, 34), (44, 33)), srid=4326)
        return MultiPolygon(ring, srid=4326) if field.geom_type == "MULTIPOLYGON" else Point(44, 33, srid=4326)
    return "x"


# Explaining a path ----------------------------------------------------------------------------------------------------


def _field(record_type: RecordType, path: str) -> Field:
    groups, _dot, name = path.replace("[]", "").rpartition(".")
    source, is_range = _source(record_type, groups, name)
    key = f"{groups}.{name}".lstrip(".")
    own = MEANINGS.get((record_type, key)) or MEANINGS.get((None, key))
    help_text = source.help_text if source is not None else ""
    return Field(
        path=path,
        label=LABELS.get(key) or (_own_name(source) if source is not None else None) or LABELS.get(name, ""),
        meaning=own or help_text or MEANINGS.get((None, name), ""),
        form=_form(source, name, is_range),
        choices=_enumeration(source),
        is_range=is_range,
    )


def _source(record_type: RecordType, groups: str, name: str) -> tuple[ModelField | None, bool]:
    """(the model's field behind a document's, whether it is a range of two columns)."""
    model: type[Model] = ROWS.get((record_type, groups), MODELS[record_type])
    for candidate in (f"launch_{name}" if groups == "launch" else name, f"{name}_low"):
        try:
            found = model._meta.get_field(candidate)
        except FieldDoesNotExist:
            continue
        if isinstance(found, ModelField):
            return found, candidate.endswith("_low")
    return None, False


def _own_name(field: ModelField) -> Any:
    """The model's name for a field, where one was given and not made from its identifier."""
    return field._verbose_name  # type: ignore[attr-defined]


def _enumeration(field: ModelField | None) -> type[Choices] | None:
    inner = field.base_field if isinstance(field, ArrayField) else field
    if inner is None or not inner.choices:
        return None
    return _ENUMERATIONS.get(tuple(value for value, _label in inner.flatchoices if value))


_FORMS: list[tuple[type[ModelField], Any]] = [
    (fields.ManyToManyField, gettext_lazy("list of references")),
    (fields.ForeignKey, gettext_lazy("reference")),
    (ArrayField, gettext_lazy("list of texts")),
    (fields.JSONField, gettext_lazy("object")),
    (fields.BooleanField, gettext_lazy("true or false")),
    (fields.DateTimeField, gettext_lazy("moment, ISO 8601, UTC")),
    (fields.DateField, gettext_lazy("date, ISO 8601")),
    (fields.TimeField, gettext_lazy("time, ISO 8601")),
    (fields.IntegerField, gettext_lazy("whole number")),
    (GeometryField, gettext_lazy("point [longitude, latitude] or GeoJSON geometry")),
]


def _form(field: ModelField | None, name: str, is_range: bool) -> Any:
    if is_range:
        return gettext_lazy("range [low, high]; null: not reported")
    if name in ("made_by", "issuer"):
        return gettext_lazy("reference to an actor or an outlet")
    if _enumeration(field):
        return gettext_lazy("code")
    if name == "schema":
        return gettext_lazy("whole number")
    for kind, words in _FORMS:
        if isinstance(field, kind):
            return words
    return gettext_lazy("text")
