"""OpenAPI 3.1: operations written from what views declare, answers from the documents' own fields."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from typing import Any, cast, get_args, get_origin, get_type_hints

from drf_spectacular.openapi import AutoSchema

from attacks import choices
from attacks.choices import Choices
from attacks.explorer import answer
from attacks.explorer.parameters import Names, One, Options, Parameter
from attacks.exports import columns
from attacks.exports.columns import Column, Table
from attacks.exports.features import AXES
from attacks.exports.records import TABLES

from . import parameters
from .documents import NAMES, meanings, schema
from .view import MEDIA_TYPES, RecordView

COMMON_PROBLEMS = {
    400: "A parameter is unknown or makes no sense; `errors` names each.",
    406: "None of the accepted formats is offered.",
    429: "Too many requests; Retry-After says for how many seconds to wait.",
    503: "The database does not answer at the moment; Retry-After says when to try again.",
}
OTHER_PROBLEMS = {404: "There is no such public record.", 410: "It was retracted or blanked; `note` says why."}
HEADERS = {
    "ETag": "Changes when anything is published; send it back in If-None-Match.",
    "Link": "Licence of the data and this description.",
    "Record-Watermark": "Number of the newest revision that the answer knows.",
}
EXAMPLES: dict[str, Any] = {
    "q": "Balad", "from": "2021-01-01", "to": "2021-12-31", "actor": ["kataib-hezbollah"], "base": ["balad-air-base"],
    "province": ["IQ-BG"], "as_of": 100, "limit": 20, "fields": ["title", "occurred_from"], "rev": 1,
    "bbox": "38,29,49,38",
    "near": "44.36,33.94,25", "area": "44.1,33.2 44.6,33.2 44.6,33.6", "after": 0, "panels": ["totals", "facets"],
}  # fmt: skip


IN_PATH: dict[str, Any] = {
    "public_id": {
        "description": "Public id, slug or code.",
        "schema": {"type": "string", "pattern": f"^{parameters.SLUG}$", "maxLength": 200},
    },
    "number": {"description": "Number of the revision.", "schema": {"type": "string", "pattern": "^[0-9]{1,12}$"}},
}


class Schema(AutoSchema):
    """The operation of one view, whole."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any] | None:
        view = self.view
        if not isinstance(view, RecordView) or method != "GET":
            return None
        in_path = [
            {"name": name, "in": "path", "required": True, **about}
            for name, about in IN_PATH.items()
            if f"{{{name}}}" in path
        ]
        declared = [*view.all_declared(), *(parameters.FILTER_PARAMETERS if view.has_filter else ())]
        return {
            "operationId": f"{view.tag}_{'detail' if in_path else 'list'}",
            "summary": view.summary,
            "tags": [view.tag],
            "parameters": [*in_path, *(_parameter(each) for each in declared)],
            "responses": _responses(view),
        }


def _parameter(declared: Parameter) -> dict[str, Any]:
    about = [str(declared.description or declared.label)]
    enumeration: type[Choices] | None = declared.choices if isinstance(declared, Options) else None
    if enumeration is not None:
        about.append(meanings(enumeration))
    words: dict[str, Any] = {}
    if isinstance(declared, One):
        words = declared.options
    elif isinstance(declared, parameters.Several):
        words = {value: meaning for value, meaning in declared.allowed.items() if meaning}
    elif isinstance(declared, Options | Names):
        words = declared.extra_words or {}
    if words:
        about.append("\n".join(f"* `{value}` – {label}" for value, label in words.items()))
    shape = declared.schema()
    if shape.get("default") in (None, [], ""):
        shape.pop("default", None)
    made: dict[str, Any] = {"name": declared.name, "in": "query", "description": "\n\n".join(about), "schema": shape}
    if shape.get("type") == "array":
        made |= {"style": "form", "explode": True}
    if declared.name in EXAMPLES:
        made["example"] = EXAMPLES[declared.name]
    return made


def _responses(view: RecordView) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name in view.formats():
        shape: dict[str, Any] = {"type": "string"}
        if name == parameters.JSON:
            shape = {"$ref": f"#/components/schemas/{view.answer}"}
        elif name == parameters.GEOJSON:
            shape = {"$ref": f"#/components/schemas/{view.tag}_features"}
        elif name == parameters.XLSX:
            shape = {}
        content[MEDIA_TYPES[name]] = {"schema": shape}
    ok = {
        "description": "The answer." + (_columns(view.table) if view.table else ""),
        "content": content,
        "headers": {name: {"description": words, "schema": {"type": "string"}} for name, words in HEADERS.items()},
    }
    responses: dict[str, Any] = {"200": ok, "304": {"description": "Nothing was published since that ETag."}}
    if 410 in view.problems:
        responses["301"] = {"description": "Merged: Location leads to the record that holds it."}
    described = COMMON_PROBLEMS | {status: OTHER_PROBLEMS[status] for status in view.problems}
    for status, words in sorted(described.items()):
        responses[str(status)] = {
            "description": words,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}},
        }
    return responses


def _columns(table: Table) -> str:
    """What each column of a table holds: kind, unit, meaning, the column that says how exactly it is known."""
    lines = []
    for column in table.columns:
        about = ", ".join(str(part) for part in (column.kind, column.unit) if part)
        known = f" How exactly it is known: `{column.precision}`." if column.precision else ""
        lines.append(f"* `{column.name}` ({about}): {column.meaning}{known}")
    places = ", and properties of GeoJSON" if table.geometry else ""
    return f"\n\nColumns of CSV and XLSX{places}:\n\n" + "\n".join(lines)


JSON_TYPES: dict[str, dict[str, Any]] = {
    columns.TEXT: {"type": ["string", "null"]},
    columns.CODE: {"type": ["string", "null"]},
    columns.NUMBER: {"type": ["number", "null"]},
    columns.DAY: {"type": ["string", "null"], "format": "date"},
    columns.FLAG: {"type": ["boolean", "null"]},
    columns.LIST: {"type": "array", "items": {"type": "string"}},
}


def _property(column: Column) -> dict[str, Any]:
    about = [str(column.meaning), meanings(column.choices) if column.choices else ""]
    return {**JSON_TYPES[column.kind], "description": "\n\n".join(part for part in about if part)}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


TEXT, WHOLE, NEXT = (
    {"type": "string"},
    {"type": "integer"},
    {"type": ["string", "null"], "description": "Address of the next page."},
)


def _shape(hint: Any) -> dict[str, Any]:
    """The JSON Schema of a type of the explorer's answer."""
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        required = [field.name for field in fields(hint) if field.default is MISSING or field.default == ""]
        properties = {field.name: _shape(hints[field.name]) for field in fields(hint)}
        return {"type": "object", "required": required, "properties": properties}
    arguments = get_args(hint)
    if get_origin(hint) is list:
        return {"type": "array", "items": _shape(arguments[0])}
    if get_origin(hint) is dict:
        return {"type": "object", "additionalProperties": _shape(arguments[1])}
    if arguments:  # with None
        return {"anyOf": [_shape(arguments[0]), {"type": "null"}]}
    simple = {str: "string", int: "integer", float: "number", bool: "boolean"}
    return {"type": simple[hint]} if hint in simple else {"type": "string", "format": "date"}


def components() -> dict[str, Any]:
    """Every schema that operations refer to."""
    header = _object(
        id=WHOLE, record_type={"enum": choices.RecordType.values}, public_id=TEXT, number=WHOLE,
        event={"enum": choices.RevisionEvent.values, "description": meanings(choices.RevisionEvent)},
        published_at={"type": "string", "format": "date-time"}, document_sha256=TEXT, digest=TEXT, change_note=TEXT,
    )  # fmt: skip
    error = _object(parameter=TEXT, given={"type": "array", "items": TEXT}, message=TEXT)
    problem = _object(type=TEXT, title=TEXT, status=WHOLE, detail=TEXT, instance=TEXT)
    problem["properties"] |= {"errors": {"type": "array", "items": error}, "note": TEXT}
    problem["example"] = {
        "type": "about:blank", "title": "Bad Request", "status": 400, "instance": "/api/v1/incidents/",
        "detail": "A parameter makes no sense; nothing was looked up.",
        "errors": [{"parameter": "from", "given": ["x"], "message": "“x” is no date: a day such as … is allowed"}],
    }  # fmt: skip
    made: dict[str, Any] = {"problem": problem}
    for record_type, name in NAMES.items():
        made[str(record_type)] = schema(record_type)
        results = {"type": "array", "items": {"$ref": f"#/components/schemas/{record_type}"}}
        extra = (
            {"filter": TEXT, "filter_words": TEXT, "records": WHOLE, "attacks": WHOLE} if name == "incidents" else {}
        )
        made[f"{name}_page"] = _object(watermark=WHOLE, **extra, next=NEXT, results=results)
    counted = _object(filter=TEXT, filter_words=TEXT, records=WHOLE, attacks=WHOLE)
    made["incidents_page"]["properties"] |= counted["properties"]
    made["incidents_page"]["required"] += counted["required"]
    made["revisions_page"] = _object(
        watermark=WHOLE, next=NEXT, results={"type": "array", "items": {**header, "required": ["id"]}}
    )
    document = {"type": ["object", "null"], "description": "null: blanked for a lawful reason."}
    made["revision"] = _object(**header["properties"], document=document)
    measure = _object(name=TEXT, low=WHOLE, high=WHOLE, known=WHOLE, of=WHOLE)
    totals = _shape(answer.Totals)
    made["explore"] = _object(
        watermark=WHOLE, filter=TEXT, filter_words=TEXT, rule=TEXT, measure=measure, totals=totals
    )
    made["explore"]["properties"] |= {
        "facets": {"type": "object", "additionalProperties": {"type": "array", "items": _shape(answer.FacetOption)}},
        "timeline": _shape(answer.Timeline),
        "cells": {"type": "array", "items": _shape(answer.Cell)},
        "provinces": {"type": "object", "additionalProperties": WHOLE},
    }
    for table in TABLES.values():
        if table.geometry:
            made[f"{table.noun}_features"] = _features(table)
    return made


def _features(table: Table) -> dict[str, Any]:
    """The collection of a table's rows; `fields` may leave properties out."""
    shape = _object(type={"enum": ["Point", "MultiPolygon"]}, coordinates={"type": "array"})
    properties = {column.name: _property(column) for column in table.columns if column.name not in AXES}
    feature = _object(
        type={"const": "Feature"}, id=TEXT, geometry={"anyOf": [shape, {"type": "null"}]},
        properties={"type": "object", "properties": properties, "additionalProperties": False},
    )  # fmt: skip
    features = {"type": "array", "items": feature}
    return _object(type={"const": "FeatureCollection"}, watermark=WHOLE, licence=TEXT, filter=TEXT, features=features)


def add_components(result: dict[str, Any], **_rest: Any) -> dict[str, Any]:
    """Hook of drf-spectacular: puts the schemas in place."""
    cast(dict[str, Any], result.setdefault("components", {}))["schemas"] = components()
    return result
