"""Which records lie within a drawn area or near a point: SQL for PostgreSQL, over the published projection.

A record at a base with a known point stands there, as on the map; any other at its own point. One that is at no base
and known only to its province has a point that stands for the whole province: it lies within no area, and neither does
one without a point. How many of them an area leaves out is part of the answer (`Totals.out_of_reach`).
"""

from __future__ import annotations

from typing import Any

from attacks.choices import LocationPrecision

from .filters import Filter
from .shapes import polygon
from .source import PUBLIC, SLUGS

Params = dict[str, Any]


def conditions(query: Filter) -> list[tuple[str, Params]]:
    """One for each shape of the filter: SQL for a point, `location`, that lies within, and its values."""
    found: list[tuple[str, Params]] = []
    if query.area:
        # Sides are straight in degrees, and the border belongs to the area.
        found.append(("ST_Covers(ST_GeomFromEWKB(%(area)s), location)", {"area": bytes(polygon(query.area).ewkb)}))
    if query.near:
        lon, lat, km = query.near
        here = "ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography"
        # Distances are those on the ellipsoid; the box lets the index find what may be near enough.
        found.append(
            (
                f"location && ST_Buffer({here}, %(metres)s * 1.02)::geometry"
                f" AND ST_DWithin(location::geography, {here}, %(metres)s)",
                {"lon": lon, "lat": lat, "metres": km * 1000},
            )
        )
    return found


def bases(condition: str, params: Params, watermark: int) -> tuple[str, Params]:
    """Slugs of the bases within."""
    return SLUGS.format(table="attacks_publishedbase", condition=condition), {**params, "w": watermark}


def versions(condition: str, params: Params, watermark: int) -> tuple[str, Params]:
    """Versions within that are at no base with a point."""
    sql = (
        f"SELECT id FROM attacks_publishedincident WHERE {PUBLIC} AND {condition}"
        f" AND NOT (base = '' AND location_precision = '{LocationPrecision.PROVINCE}')"
        f" AND (base = '' OR base NOT IN (SELECT public_id FROM attacks_publishedbase WHERE {PUBLIC}"
        " AND location IS NOT NULL))"
    )
    return sql, {**params, "w": watermark}
