"""The columns of an exported incident, each declared once: what it is called, what it means, what may stand in it.

What is not listed here never leaves in a file. null is an empty cell: not reported, or none given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from attacks.choices import LOCATION_RADIUS_M, Basis

Row = Mapping[str, Any]
TEXT, NUMBER, DAY, FLAG, LIST = "text", "number", "day", "flag", "list"


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: text, number, day (ISO 8601), flag (true, false) or list (joined by "; " in tables)."""

    name: str
    kind: str
    meaning: Any
    read: Callable[[Row], Any]


def _plain(name: str, kind: str, meaning: Any) -> Column:
    return Column(name, kind, meaning, lambda row: row[name])


def _named(basis: Basis, name: str) -> Column:
    return Column(name, LIST, basis.meaning, lambda row: row["named"].get(str(basis), []))


def _axis(row: Row, axis: str) -> float | None:
    point = row["location"]
    return round(getattr(point, axis), 6) if point else None


COLUMNS: tuple[Column, ...] = (
    _plain("public_id", TEXT, "Public id; never changes."),
    _plain("revision", NUMBER, "Number of the revision; with the public id it is what is cited."),
    _plain("published_at", TEXT, "When this revision was published, ISO 8601, UTC."),
    _plain("url", TEXT, "Address of this revision."),
    _plain("role", TEXT, "Attack, US response or unclaimed strike."),
    _plain("kind", TEXT, "Kind of incident."),
    _plain("also_kinds", LIST, "Further kinds."),
    _plain("title", TEXT, "Title, English."),
    _plain("title_ar", TEXT, "Title, Arabic."),
    _plain("occurred_from", DAY, "First possible day."),
    _plain("occurred_to", DAY, "Last possible day."),
    _plain("date_extent", TEXT, "One day, lasted over these days, or some time between them."),
    _plain("date_precision", TEXT, "How exactly the date is known."),
    _plain("first_reported_on", DAY, "Day of the first report."),
    Column("longitude", NUMBER, "Degrees, EPSG:4326.", lambda row: _axis(row, "x")),
    Column("latitude", NUMBER, "Degrees, EPSG:4326.", lambda row: _axis(row, "y")),
    _plain("location_precision", TEXT, "How exactly the place is known."),
    Column(
        "location_radius_m",
        NUMBER,
        "Radius in metres that this precision implies; empty: an area, or no place.",
        lambda row: LOCATION_RADIUS_M.get(row["location_precision"]),
    ),
    _plain("place_name", TEXT, "Place as reported."),
    _plain("place_name_ar", TEXT, "Place as reported, Arabic."),
    _plain("base", TEXT, "Slug of the base."),
    _plain("province", TEXT, "Code of the province, ISO 3166-2."),
    _plain("country", TEXT, "Code of the country, ISO 3166-1."),
    _plain("launch_province", TEXT, "Code of the province it was launched from."),
    _plain("target_kind", TEXT, "Kind of target."),
    _plain("us_nexus", TEXT, "Link to the United States."),
    _plain("evidence", TEXT, "Grade of the evidence."),
    _plain("attribution_status", TEXT, "Derived from all attributions."),
    _named(Basis.CLAIMED, "claimed_by"),
    _named(Basis.ASSESSED, "assessed_as_by"),
    _named(Basis.ACCUSED, "accused"),
    _named(Basis.SUSPECTED, "suspected"),
    _named(Basis.DENIED, "denied_by"),
    _plain("attack_count", NUMBER, "How many attacks the record stands for; 0: not counted."),
    _plain("is_foiled", FLAG, "Found before launch; never counted."),
    _plain("possible_duplicate_of", TEXT, "Public id of a record that may tell of the same incident."),
    _plain("weapons", LIST, "Weapons, each once."),
    _plain("fired_low", NUMBER, "Munitions fired, at least; empty: not reported."),
    _plain("fired_high", NUMBER, "Munitions fired, at most; empty: open or not reported."),
    _plain("killed_low", NUMBER, "Killed, at least; empty: not reported."),
    _plain("killed_high", NUMBER, "Killed, at most; empty: open or not reported."),
    _plain("wounded_low", NUMBER, "Wounded, at least; empty: not reported."),
    _plain("wounded_high", NUMBER, "Wounded, at most; empty: open or not reported."),
    _plain("killed_indirectly_low", NUMBER, "Of the killed, indirectly, at least; empty: not reported."),
    _plain("killed_indirectly_high", NUMBER, "Of the killed, indirectly, at most; empty: open or not reported."),
    _plain("casualty_groups", LIST, "Groups with at least one killed or wounded."),
    _plain("barrage", TEXT, "Public id that stands for its barrage; empty: none."),
    _plain("sources", LIST, "Slugs of its sources."),
    _plain("needs_source", FLAG, "A source is missing for part of the record."),
)  # fmt: skip
