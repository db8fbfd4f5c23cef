"""The columns and child rows of an incident."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.geos import Point

from attacks.choices import DateExtent, Role

Columns = dict[str, Any]
# Child rows: columns, and below them the rows of their own children by relation.
Children = list[tuple[Columns, dict[str, list[Columns]]]]

SAME_NAME = (
    *("key", "public_id", "kind", "also_kinds", "title", "title_ar", "summary", "occurred_from", "occurred_to"),
    *("date_precision", "time_from", "time_to", "time_note", "first_reported_on", "base", "place_name", "province"),
    *("country", "target_kind", "target_name", "us_nexus", "evidence", "evidence_note", "casualties_note", "damage"),
    *("possible_duplicate_of", "confidence", "needs_source", "note"),
)


def incident_columns(entry: Columns) -> tuple[Columns, dict[str, list[str]]]:
    """The columns of the incident itself, but for its location, and its links."""
    launch = entry["launch"] or {"place": "", "province": None, "latitude": None, "longitude": None, "precision": ""}
    is_placed = launch["latitude"] is not None and launch["longitude"] is not None
    return {
        **{name: entry[name] for name in SAME_NAME},
        # `unclaimed` makes a role of its own: such a strike is never counted as one by the United States.
        "role": Role.UNCLAIMED_STRIKE.value if entry["unclaimed"] else entry["role"],
        "attack_count": entry["count"] or 1,
        "is_foiled": entry["foiled"],
        "date_extent": entry["date_extent"] or DateExtent.SINGLE.value,
        "is_outside_its_province": entry["province_point_mismatch"],
        "launch_area": Point(launch["longitude"], launch["latitude"], srid=4326) if is_placed else None,
        "launch_place": launch["place"],
        "launch_province": launch["province"],
        "launch_precision": launch["precision"],
    }, {"sources": entry["sources"]}


def children_of_incident(entry: Columns) -> dict[str, Children]:
    """The child rows by relation, in the order of the YAML."""
    return {
        "munitions": [(dict(item), {}) for item in entry["munitions"]],
        "casualties": [(dict(item), {}) for item in entry["casualties"]],
        "attributions": [(_attribution(item), {}) for item in entry["attributions"]],
        "links": [(dict(item), {}) for item in entry["links"]],
        "accounts": [
            (
                {"source": item["source"], "said_by": item["said_by"]},
                {"values": [{"field": name, "value": value} for name, value in item["values"].items()]},
            )
            for item in entry["accounts"]
        ],
    }


def _attribution(item: Columns) -> Columns:
    kind, name = item["made_by"] or (None, None)
    return {
        **{
            column: item[column]
            for column in ("actor", "basis", "confidence", "made_on", "source", "statement", "note")
        },
        "made_by_actor": name if kind == "actor" else None,
        "made_by_outlet": name if kind == "outlet" else None,
    }
