"""What each entry of the record becomes: columns, links and child rows, with references by name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point, Polygon

from attacks.models import Actor, Base, Coverage, Incident, Outlet, Province, Record, Source, Statement, Tally

from .incidents import children_of_incident, incident_columns
from .reading import Entry, RecordFiles
from .values import Stretch


@dataclass(frozen=True, slots=True)
class Row:
    """One row to be: a foreign key holds the name of the other record (or None), `links` those of many-to-many ones.

    All rows of one table have the same columns, links and children.
    """

    columns: dict[str, Any]
    links: dict[str, list[str]] = field(default_factory=dict)
    children: dict[str, list[Row]] = field(default_factory=dict)


def form(made: Iterable[Row]) -> Row:
    """One row that has every column, link and child table of these rows; without any, an empty one."""
    made = list(made)
    if not made:
        return Row({})
    children = {name: [form(child for row in made for child in row.children[name])] for name in made[0].children}
    return Row(made[0].columns, made[0].links, children)


def rows(record: RecordFiles) -> dict[type[Record], list[Row]]:
    """The rows of every record type, in the order in which they can be written."""
    return {
        Province: [_province(entry) for entry in record.provinces],
        **{model: [make(entry) for entry in record[file]] for model, file, make in _MAKERS},
    }


def _province(entry: Entry) -> Row:
    boundary = GEOSGeometry(json.dumps(entry["geometry"]))
    boundary = MultiPolygon(boundary) if isinstance(boundary, Polygon) else boundary
    boundary.srid = 4326
    return Row(
        {
            "code": entry["code"],
            "name": entry["name_en"],
            "name_ar": entry["name_ar"],
            "name_ku": entry["name_ku"],
            "is_approximate": entry["approximate"],
            "boundary": boundary,
        }
    )


def _outlet(entry: Entry) -> Row:
    return Row(copied(entry, "slug", "name", "kind", "country", "languages", "reliability", "partisan_for"))


def _source(entry: Entry) -> Row:
    columns = copied(entry, "slug", "outlet", "title", "language", "origin", "quotes_official", "note")
    return Row(
        {**columns, "url": entry["url"] or None, **first_day("published_on", entry["published_on"])},
        links={"other_origins": entry["other_origins"]},
    )


def _actor(entry: Entry) -> Row:
    affiliations = [
        Row(
            {
                **copied(item, "parent", "kind", "confidence", "note", "needs_source"),
                **first_day("since", item["since"]),
                **last_day("until", item["until"]),
            },
            links={"sources": item["sources"]},
        )
        for item in entry["affiliations"]
    ]
    return Row(
        copied(entry, "slug", "name", "name_ar", "aliases", "kind", "country", "description"),
        links={"sources": entry["sources"]},
        children={"affiliations": affiliations},
    )


def _base(entry: Entry) -> Row:
    presences = [
        Row(
            {
                **copied(item, "force", "source", "note", "needs_source"),
                **first_day("since", item["since"]),
                **last_day("until", item["until"]),
            }
        )
        for item in entry["presence"]
    ]
    columns = copied(entry, "slug", "name", "name_ar", "aliases", "kind", "operator", "province", "country", "note")
    return Row({**columns, **location(entry)}, children={"presences": presences})


def _incident(entry: Entry) -> Row:
    columns, links = incident_columns(entry)
    children = {
        name: [Row(own, children={inner: [Row(value) for value in values] for inner, values in below.items()})
               for own, below in items]
        for name, items in children_of_incident(entry).items()
    }  # fmt: skip
    return Row({**columns, **location(entry)}, links=links, children=children)


def _statement(entry: Entry) -> Row:
    spokesperson = entry["spokesperson"] or {"name": "", "role": ""}
    columns = copied(
        entry,
        *("public_id", "key", "speaker", "kind", "channel", "channel_note", "addressee", "language", "quote"),
        *("paraphrase", "paraphrase_ar", "condition", "confidence", "needs_source", "note"),
    )
    return Row(
        {
            **columns,
            "spokesperson_name": spokesperson["name"],
            "spokesperson_role": spokesperson["role"],
            **first_day("issued_on", entry["issued_on"]),
        },
        links={name: entry[name] for name in ("incidents", "retracts", "contradicts", "sources")},
    )


def _tally(entry: Entry) -> Row:
    kind, name = entry["issuer"]
    columns = copied(
        entry,
        *("scope", "counting_rule", "total", "total_is", "unit", "breakdown", "figures", "source", "source_text"),
        *("incident", "confidence", "needs_source", "note"),
    )
    return Row(
        {
            **columns,
            "slug": entry["key"],
            "issuer_actor": name if kind == "actor" else None,
            "issuer_outlet": name if kind == "outlet" else None,
            **first_day("period_from", entry["from"]),
            **last_day("period_to", entry["to"]),
            "has_differing_parts": entry["parts_differ"],
            **first_day("stated_on", entry["stated_on"]),
        },
        links={"further_sources": entry["also"]},
    )


def _coverage(entry: Entry) -> Row:
    scope = re.sub("[^a-z0-9]+", "-", entry["scope"].lower()).strip("-")
    return Row(
        {
            **copied(entry, "scope", "grade", "note"),
            "slug": f"{entry['from'].isoformat()}-{scope}",
            "period_from": entry["from"],
            "period_to": entry["until"],
        }
    )


# Pieces ---------------------------------------------------------------------------------------------------------------


def copied(entry: Entry, *names: str) -> dict[str, Any]:
    """The values whose columns have the same name."""
    return {name: entry[name] for name in names}


def first_day(name: str, stretch: Stretch | None) -> dict[str, Any]:
    """A date and its precision: the first day that it may stand for."""
    return {name: stretch and stretch.first, f"{name}_precision": str(stretch.precision) if stretch else ""}


def last_day(name: str, stretch: Stretch | None) -> dict[str, Any]:
    """As `first_day`, for an end: the last day that it may stand for, so that "until 2020-04" includes all of April."""
    return {name: stretch and stretch.last, f"{name}_precision": str(stretch.precision) if stretch else ""}


def location(entry: Entry) -> dict[str, Any]:
    """Point (longitude, latitude), its precision, and whether it was placed by hand."""
    is_known = entry["latitude"] is not None
    return {
        "location": Point(entry["longitude"], entry["latitude"], srid=4326) if is_known else None,
        "location_precision": entry["location_precision"],
        "is_location_approximate": entry["coordinates_approximate"],
    }


_MAKERS: list[tuple[type[Record], str, Callable[[Entry], Row]]] = [
    (Actor, "actors", _actor),
    (Outlet, "outlets", _outlet),
    (Source, "sources", _source),
    (Base, "bases", _base),
    (Incident, "incidents", _incident),
    (Statement, "statements", _statement),
    (Tally, "tallies", _tally),
    (Coverage, "coverage", _coverage),
]
