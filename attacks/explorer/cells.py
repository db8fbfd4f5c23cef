"""What the map draws: cells of the zoom level in Web Mercator, sites kept whole, and counts by province."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

from attacks.choices import LocationPrecision, Role

from .answer import Cell
from .measures import counted, counted_roles, is_foiled, kind_of, role_of
from .schema import WORLD_BITS
from .selection import Selection

CELL_BITS = 2  # a tile of the zoom level is divided into 2^2 × 2^2 cells of 64 pixels


@dataclass(slots=True)
class _Pile:
    """What falls into one cell."""

    x: float = 0.0
    y: float = 0.0
    records: int = 0
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    responses: int = 0
    strikes: int = 0
    foiled: int = 0
    only_province: int = 0
    bases: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    provinces: set[str] = field(default_factory=set)
    version: int = 0


def read(selection: Selection) -> list[Cell]:
    """Cells with the records that have a place, busiest first; `by_place` is filled. A base's point stands for its records."""
    query = selection.query
    shift = WORLD_BITS - query.zoom - CELL_BITS
    w = selection.watermark
    selection.execute(
        "CREATE TEMP TABLE sited AS SELECT place.code, base.slug, base.x, base.y FROM place JOIN base"
        f" ON base.slug = place.base AND from_rev <= {w} AND to_rev > {w} AND base.x IS NOT NULL"
    )
    rows = selection.rows(
        f"SELECT x >> {shift}, y >> {shift}, mark, sum(n), sum(records), sum(x * records::DOUBLE),"
        " sum(y * records::DOUBLE), any_value(version), slug, '', false"
        f" FROM by_place JOIN sited USING (code) WHERE missed = 0 GROUP BY x >> {shift}, y >> {shift}, mark, slug"
    )
    rows += selection.rows(
        f"SELECT cx, cy, mark, sum(n), sum(records), sum(xs), sum(ys), any_value(version), '', province,"
        f" precision = '{LocationPrecision.PROVINCE}' AS is_vague FROM ("
        f" SELECT x >> {shift} AS cx, y >> {shift} AS cy, mark, place AS code, sum(weight) AS n, count(*) AS records,"
        "  sum(x::DOUBLE) AS xs, sum(y::DOUBLE) AS ys, any_value(version) AS version"
        "  FROM hit WHERE x IS NOT NULL AND place NOT IN (SELECT code FROM sited) GROUP BY ALL"
        ") JOIN place USING (code) GROUP BY cx, cy, mark, province, is_vague"
    )
    piles: dict[tuple[int, int], _Pile] = defaultdict(_Pile)
    roles = counted_roles(query)
    for cx, cy, mark, n, records, xs, ys, version, slug, province, is_vague in rows:
        pile = piles[cx, cy]
        pile.x, pile.y, pile.records, pile.version = pile.x + xs, pile.y + ys, pile.records + records, version
        role = role_of(mark)
        if is_foiled(mark):
            pile.foiled += records
        elif role == Role.RESPONSE:
            pile.responses += records
        elif role == Role.UNCLAIMED_STRIKE:
            pile.strikes += records
        else:
            pile.counts[kind_of(mark)] += int(n)
        if slug:
            pile.bases[slug] += records
        if is_vague and province:
            pile.provinces.add(province)
        if is_vague and role in roles:
            pile.only_province += int(n)
    kept = {key: pile for key, pile in piles.items() if _is_inside(pile, query.bbox)}
    names = _names(selection, [pile.version for pile in kept.values() if pile.records == 1])
    cells = [_cell(query.zoom, key, pile, names) for key, pile in kept.items()]
    return sorted(cells, key=lambda cell: (-cell.total, cell.key))


def by_province(selection: Selection) -> dict[str, int]:
    """Counted attacks by province code; `by_place` is filled."""
    rows = selection.rows(
        "SELECT province, sum(n) FROM by_place JOIN place USING (code)"
        f" WHERE missed = 0 AND province <> '' AND {counted(selection.query)} GROUP BY province"
    )
    return {province: int(n) for province, n in sorted(rows) if n}


def longitude(x: float) -> float:
    """Degrees east of a place in the Web-Mercator square."""
    return x / 2**WORLD_BITS * 360 - 180


def latitude(y: float) -> float:
    """Degrees north of a place in the Web-Mercator square."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / 2**WORLD_BITS))))


def _is_inside(pile: _Pile, box: tuple[float, float, float, float] | None) -> bool:
    if box is None:
        return True
    west, south, east, north = box
    lon, lat = longitude(pile.x / pile.records), latitude(pile.y / pile.records)
    return west <= lon <= east and south <= lat <= north


def _names(selection: Selection, versions: list[int]) -> dict[int, str]:
    """The public ids of records that stand alone in their cell."""
    if not versions:
        return {}
    return dict(
        selection.rows(
            "SELECT version, public_id FROM incident WHERE version IN (SELECT unnest(?::BIGINT[]))", [versions]
        )
    )


def _cell(zoom: int, key: tuple[int, int], pile: _Pile, names: dict[int, str]) -> Cell:
    return Cell(
        key=f"{zoom}-{key[0]}-{key[1]}",
        lon=round(longitude(pile.x / pile.records), 5),
        lat=round(latitude(pile.y / pile.records), 5),
        counts={kind: n for kind, n in sorted(pile.counts.items()) if n},
        responses=pile.responses,
        unclaimed_strikes=pile.strikes,
        foiled=pile.foiled,
        only_province=pile.only_province,
        places=sorted(pile.bases, key=lambda slug: (-pile.bases[slug], slug)),
        provinces=sorted(pile.provinces),
        public_id=names.get(pile.version, "") if pile.records == 1 else "",
    )
