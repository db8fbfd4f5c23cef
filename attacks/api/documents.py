"""The top-level fields of each type's public document, and their JSON Schema, taken from the models behind them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models as fields

from attacks import choices, models
from attacks.choices import Choices, RecordType

from .shapes import DERIVED

# What each type is called in addresses.
NAMES: dict[RecordType, str] = {
    RecordType.INCIDENT: "incidents",
    RecordType.STATEMENT: "statements",
    RecordType.ACTOR: "actors",
    RecordType.BASE: "bases",
    RecordType.PROVINCE: "provinces",
    RecordType.SOURCE: "sources",
    RecordType.OUTLET: "outlets",
    RecordType.TALLY: "tallies",
    RecordType.COVERAGE: "coverage",
}
FIELDS: dict[RecordType, tuple[str, ...]] = {
    record_type: ("schema", "type", *names.split(), "needs_source", "note")
    for record_type, names in {
        RecordType.INCIDENT: "public_id key role kind also_kinds title title_ar summary summary_ar"
        " occurred_from occurred_to date_extent date_precision time_from time_to time_note first_reported_on"
        " location location_precision is_location_approximate is_outside_its_province place_name place_name_ar country"
        " base province launch"
        " target_kind target_name us_nexus attack_count is_foiled possible_duplicate_of evidence evidence_note"
        " confidence damage casualties_note munitions casualties attributions links accounts sources",
        RecordType.STATEMENT: "public_id key kind speaker spokesperson_name spokesperson_role channel channel_note"
        " issued_on issued_on_precision language quote quote_en paraphrase paraphrase_ar condition confidence"
        " addressee incidents retracts contradicts sources",
        RecordType.ACTOR: "slug name name_ar name_ku aliases kind country description description_ar sources"
        " affiliations",
        RecordType.BASE: "slug name name_ar name_ku aliases kind operator country location location_precision"
        " is_location_approximate province presences",
        RecordType.PROVINCE: "code name name_ar name_ku is_approximate boundary",
        RecordType.SOURCE: "slug title url outlet origin other_origins published_on published_on_precision language"
        " quotes_official copies",
        RecordType.OUTLET: "slug name name_ar kind country languages reliability partisan_for",
        RecordType.TALLY: "slug issuer scope counting_rule period_from period_from_precision period_to"
        " period_to_precision total total_is unit breakdown figures has_differing_parts stated_on stated_on_precision"
        " source source_text further_sources incident confidence",
        RecordType.COVERAGE: "slug scope grade period_from period_to",
    }.items()
}


def members(record_type: RecordType) -> tuple[str, ...]:
    """The members of one record in an answer."""
    return tuple(schema(record_type)["properties"])


MODELS: dict[RecordType, type[models.Record]] = {
    model.record_type: model
    for model in (
        models.Incident, models.Statement, models.Actor, models.Base, models.Province, models.Source, models.Outlet,
        models.Tally, models.Coverage,
    )
}  # fmt: skip
ENUMERATIONS: dict[tuple[str, ...], type[Choices]] = {
    tuple(value for value, _label in enumeration.choices): enumeration
    for enumeration in vars(choices).values()
    if isinstance(enumeration, type) and issubclass(enumeration, Choices) and enumeration is not Choices
}
ROWS = ("munitions", "casualties", "attributions", "links", "accounts", "affiliations", "presences", "copies")
POSITION = {
    "type": ["array", "null"],
    "items": {"type": "number"},
    "minItems": 2,
    "maxItems": 2,
    "description": "[longitude, latitude], EPSG:4326; null: no place is known.",
}


def meanings(enumeration: type[Choices]) -> str:
    """Every value with its label and meaning, as a list in Markdown."""
    lines = []
    for choice in enumeration:
        meaning = f": {choice.meaning}" if choice.meaning else ""
        lines.append(f"* `{choice.value}` – {choice.label}{meaning}")
    return "\n".join(lines)


@lru_cache(maxsize=16)
def schema(record_type: RecordType) -> dict[str, Any]:
    """The JSON Schema of one record in an answer; nothing but `id` is required, since `fields` may leave it out."""
    properties: dict[str, Any] = {
        "id": {"type": "string"},
        "revision": {"type": "integer"},
        "ledger_revision": {"type": "integer"},
        "published_at": {"type": "string", "format": "date-time"},
        "url": {"type": ["string", "null"]},
    }
    if record_type == RecordType.INCIDENT:
        properties["attribution_status"] = {"type": "string", "enum": choices.AttributionStatus.values}
    for name, about in properties.items():
        about["description"] = DERIVED[name]
    properties |= {name: _property(record_type, name) for name in FIELDS[record_type]}
    return {"type": "object", "required": ["id"], "properties": properties, "additionalProperties": False}


def _property(record_type: RecordType, name: str) -> dict[str, Any]:
    if name in ("schema", "type"):
        return {"const": 1} if name == "schema" else {"const": str(record_type)}
    if name in ROWS:
        return {"type": "array", "items": {"type": "object"}}
    if name in ("launch", "issuer"):
        return {"type": ["object", "null"]}
    try:
        field: Any = MODELS[record_type]._meta.get_field(name)
    except FieldDoesNotExist:
        return {}
    about = _typed(field)
    text = str(field.help_text or getattr(field, "verbose_name", ""))
    return {**about, "description": "\n\n".join(part for part in (text, about.get("description", "")) if part)}


def _typed(field: Any) -> dict[str, Any]:
    inner = field.base_field if isinstance(field, ArrayField) else field
    values = [value for value, _label in inner.flatchoices if value]
    one: dict[str, Any] = {"type": ["string", "null"]}
    if values:
        enumeration = ENUMERATIONS.get(tuple(values))
        one = {"enum": [*values, "", None] if field.blank or field.null else values}
        if enumeration:
            one["description"] = meanings(enumeration)
    if isinstance(field, ArrayField | fields.ManyToManyField):
        return {"type": "array", "items": {"type": "string"}, **({"description": one["description"]} if values else {})}
    if values:
        return one
    if isinstance(field, GeometryField):
        return POSITION if field.geom_type == "POINT" else {"type": ["object", "null"]}
    for kind, about in (
        (fields.BooleanField, {"type": ["boolean", "null"]}),
        (fields.IntegerField, {"type": ["integer", "null"]}),
        (fields.DateField, {"type": ["string", "null"], "format": "date"}),
        (fields.JSONField, {}),
    ):
        if isinstance(field, kind):
            return about
    return one
