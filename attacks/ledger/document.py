"""Working record → public document. What is not listed here is never public.

A document holds references (slugs, codes, public ids), never copies of another record's text. Points are
[longitude, latitude] in EPSG:4326, rounded to six decimals (about 0.1 m); dates are ISO days, times Baghdad time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Model, QuerySet

from attacks import models
from attacks.choices import RecordType

SCHEMA = 1

Body = dict[str, Any]


def canonical(body: Body) -> bytes:
    """The bytes that are hashed: JSON with sorted keys, no white space, UTF-8, no escapes beyond JSON's own."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def fingerprint(body: Body) -> str:
    """The SHA-256 of the canonical document, in hex."""
    return sha256(canonical(body)).hexdigest()


def build(record: models.Record) -> Body:
    """The public document of `record`, whose relations are best prefetched (`with_relations`)."""
    return {"schema": SCHEMA, "type": str(record.record_type), **_BUILDERS[record.record_type](record)}


def with_relations(queryset: QuerySet) -> QuerySet:
    """`queryset` with all that `build` reads fetched in a fixed number of queries."""
    select, prefetch = _RELATIONS[queryset.model.record_type]
    return queryset.select_related(*select).prefetch_related(*prefetch)


# Pieces ---------------------------------------------------------------------------------------------------------------


def _geometry(value: GEOSGeometry | None) -> Any:
    if value is None:
        return None
    coordinates = _rounded(value.coords)  # type: ignore[attr-defined]
    return coordinates if value.geom_type == "Point" else {"type": value.geom_type, "coordinates": coordinates}


def _rounded(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float | int) else [_rounded(part) for part in value]


def _iso(value: Any) -> str | None:
    return value.isoformat() if value is not None else None


def _slug(related: Model | None) -> str | None:
    return related.public_identifier if related is not None else None  # type: ignore[attr-defined]


def _slugs(related: Iterable[Model]) -> list[str]:
    return sorted(record.public_identifier for record in related)  # type: ignore[attr-defined]


def _issuer(actor: models.Actor | None, outlet: models.Outlet | None) -> Body | None:
    if actor is not None:
        return {"actor": actor.slug}
    return {"outlet": outlet.slug} if outlet is not None else None


def _fields(record: Model, *names: str) -> Body:
    return {name: getattr(record, name) for name in names}


def _range(row: Model, name: str) -> list[int | None] | None:
    low, high = getattr(row, f"{name}_low"), getattr(row, f"{name}_high")
    return None if low is None and high is None else [low, high]


# One function per record type -----------------------------------------------------------------------------------------


def _province(record: models.Province) -> Body:
    return {
        **_fields(record, "code", "name", "name_ar", "name_ku", "is_approximate", "needs_source", "note"),
        "boundary": _geometry(record.boundary),
    }


def _base(record: models.Base) -> Body:
    return {
        **_fields(record, "slug", "name", "name_ar", "name_ku", "aliases", "kind", "operator", "country"),
        **_fields(record, "location_precision", "is_location_approximate", "needs_source", "note"),
        "location": _geometry(record.location),
        "province": _slug(record.province),
        "presences": [
            {
                **_fields(row, "force", "since_precision", "until_precision", "note", "needs_source"),
                "since": _iso(row.since),
                "until": _iso(row.until),
                "source": _slug(row.source),
            }
            for row in record.presences.all()
        ],
    }


def _actor(record: models.Actor) -> Body:
    return {
        **_fields(record, "slug", "name", "name_ar", "name_ku", "aliases", "kind", "country"),
        **_fields(record, "description", "description_ar", "needs_source", "note"),
        "sources": _slugs(record.sources.all()),
        "affiliations": [
            {
                **_fields(row, "kind", "since_precision", "until_precision", "confidence", "note", "needs_source"),
                "parent": row.parent.slug,
                "since": _iso(row.since),
                "until": _iso(row.until),
                "sources": _slugs(row.sources.all()),
            }
            for row in record.affiliations.all()
        ],
    }


def _outlet(record: models.Outlet) -> Body:
    return {
        **_fields(record, "slug", "name", "name_ar", "kind", "country", "languages", "reliability"),
        **_fields(record, "needs_source", "note"),
        "partisan_for": _slug(record.partisan_for),
    }


def _source(record: models.Source) -> Body:
    return {
        **_fields(record, "slug", "title", "url", "published_on_precision", "language", "quotes_official"),
        **_fields(record, "needs_source", "note"),
        "outlet": record.outlet.slug,
        "published_on": _iso(record.published_on),
        "origin": _slug(record.origin),
        "other_origins": _slugs(record.other_origins.all()),
        "copies": [
            {**_fields(copy, "status", "sha256", "media_type", "bytes"), "fetched_at": _iso(copy.fetched_at)}
            for copy in record.copies.all()
        ],
    }


def _munition(row: models.Munition) -> Body:
    figures = {name: _range(row, name) for name in ("fired", *row.OUTCOMES, "found_unfired")}
    return {**_fields(row, "weapon", "note", "needs_source"), **figures}


def _incident(record: models.Incident) -> Body:
    return {
        **_fields(record, "public_id", "key", "role", "kind", "also_kinds", "title", "title_ar"),
        **_fields(record, "summary", "summary_ar", "date_extent", "date_precision", "time_note"),
        "occurred_from": _iso(record.occurred_from),
        "occurred_to": _iso(record.occurred_to),
        "time_from": _iso(record.time_from),
        "time_to": _iso(record.time_to),
        "first_reported_on": _iso(record.first_reported_on),
        **_fields(record, "location_precision", "is_location_approximate", "is_outside_its_province"),
        **_fields(record, "place_name", "place_name_ar", "country"),
        "location": _geometry(record.location),
        "base": _slug(record.base),
        "province": _slug(record.province),
        "launch": {
            "area": _geometry(record.launch_area),
            "place": record.launch_place,
            "province": _slug(record.launch_province),
            "precision": record.launch_precision,
        }
        if record.launch_place or record.launch_area or record.launch_province
        else None,
        **_fields(record, "target_kind", "target_name", "us_nexus", "attack_count", "is_foiled"),
        "possible_duplicate_of": _slug(record.possible_duplicate_of),
        **_fields(record, "evidence", "evidence_note", "confidence", "damage", "casualties_note"),
        **_fields(record, "needs_source", "note"),
        "munitions": [_munition(row) for row in record.munitions.all()],
        "casualties": [
            {
                **_fields(row, "group", "is_indirect", "note", "needs_source"),
                "killed": _range(row, "killed"),
                "wounded": _range(row, "wounded"),
            }
            for row in record.casualties.all()
        ],
        "attributions": [
            {
                **_fields(row, "basis", "confidence", "is_withdrawn", "note"),
                "actor": row.actor.slug,
                "made_by": _issuer(row.made_by_actor, row.made_by_outlet),
                "made_on": _iso(row.made_on),
                "statement": _slug(row.statement),
                "source": _slug(row.source),
            }
            for row in record.attributions.all()
        ],
        "links": [{"kind": row.kind, "to": row.to.public_id} for row in record.links.all()],
        "accounts": [
            {
                "source": row.source.slug,
                "said_by": row.said_by,
                "values": [_fields(value, "field", "value", "quote") for value in row.values.all()],
            }
            for row in record.accounts.all()
        ],
        "sources": _slugs(record.sources.all()),
    }


def _statement(record: models.Statement) -> Body:
    return {
        **_fields(record, "public_id", "key", "kind", "spokesperson_name", "spokesperson_role", "channel"),
        **_fields(record, "channel_note", "issued_on_precision", "language", "quote", "quote_en"),
        **_fields(record, "paraphrase", "paraphrase_ar", "condition", "confidence", "needs_source", "note"),
        "speaker": record.speaker.slug,
        "issued_on": _iso(record.issued_on),
        "addressee": _slug(record.addressee),
        "incidents": _slugs(record.incidents.all()),
        "retracts": _slugs(record.retracts.all()),
        "contradicts": _slugs(record.contradicts.all()),
        "sources": _slugs(record.sources.all()),
    }


def _tally(record: models.Tally) -> Body:
    return {
        **_fields(record, "slug", "scope", "counting_rule", "period_from_precision", "period_to_precision"),
        **_fields(record, "total", "total_is", "unit", "breakdown", "figures", "has_differing_parts"),
        **_fields(record, "stated_on_precision", "source_text", "confidence", "needs_source", "note"),
        "issuer": _issuer(record.issuer_actor, record.issuer_outlet),
        "period_from": _iso(record.period_from),
        "period_to": _iso(record.period_to),
        "stated_on": _iso(record.stated_on),
        "source": _slug(record.source),
        "further_sources": _slugs(record.further_sources.all()),
        "incident": _slug(record.incident),
    }


def _coverage(record: models.Coverage) -> Body:
    return {
        **_fields(record, "slug", "scope", "grade", "needs_source", "note"),
        "period_from": _iso(record.period_from),
        "period_to": _iso(record.period_to),
    }


_BUILDERS: dict[RecordType, Callable[[Any], Body]] = {
    RecordType.PROVINCE: _province,
    RecordType.BASE: _base,
    RecordType.ACTOR: _actor,
    RecordType.OUTLET: _outlet,
    RecordType.SOURCE: _source,
    RecordType.INCIDENT: _incident,
    RecordType.STATEMENT: _statement,
    RecordType.TALLY: _tally,
    RecordType.COVERAGE: _coverage,
}

_RELATIONS: dict[RecordType, tuple[list[str], list[str]]] = {
    RecordType.PROVINCE: ([], []),
    RecordType.BASE: (["province"], ["presences__source"]),
    RecordType.ACTOR: ([], ["sources", "affiliations__parent", "affiliations__sources"]),
    RecordType.OUTLET: (["partisan_for"], []),
    RecordType.SOURCE: (["outlet", "origin"], ["other_origins", "copies"]),
    RecordType.INCIDENT: (
        ["base", "province", "launch_province", "possible_duplicate_of"],
        [
            "munitions",
            "casualties",
            "attributions__actor",
            "attributions__made_by_actor",
            "attributions__made_by_outlet",
            "attributions__statement",
            "attributions__source",
            "links__to",
            "accounts__source",
            "accounts__values",
            "sources",
        ],
    ),
    RecordType.STATEMENT: (["speaker", "addressee"], ["incidents", "retracts", "contradicts", "sources"]),
    RecordType.TALLY: (["issuer_actor", "issuer_outlet", "source", "incident"], ["further_sources"]),
    RecordType.COVERAGE: ([], []),
}
