"""What the map draws: cells of the zoom level in Web Mercator, sites kept whole."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from attacks.choices import Role
from attacks.models import PublishedIncident

from .answer import Cell
from .facets import Site
from .lanes import Titles, read_titles
from .measures import counted_roles, is_foiled, kind_of, role_of
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
    vague: int = 0
    bases: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    provinces: set[str] = field(default_factory=set)
    version: int = 0

    def add(self, x: float, y: float, mark: int, n: int, records: int, version: int, counts_foiled: bool) -> None:
        """Adds records with one mark; `x`, `y`: sums of their positions."""
        self.x, self.y, self.records, self.version = self.x + x, self.y + y, self.records + records, version
        role = role_of(mark)
        if is_foiled(mark) and not counts_foiled:
            self.foiled += records
        elif role == Role.RESPONSE:
            self.responses += records
        elif role == Role.UNCLAIMED_STRIKE:
            self.strikes += records
        else:
            self.counts[kind_of(mark)] += n


def read(selection: Selection, sites: list[Site]) -> list[Cell]:
    """Cells with the matching records that have a place, busiest first. A base's point stands for its records."""
    query = selection.query
    shift = WORLD_BITS - query.zoom - CELL_BITS
    roles, counts_foiled = counted_roles(query), query.foiled == "counted"
    piles: dict[tuple[int, int], _Pile] = defaultdict(_Pile)
    for site in sites:
        if point := selection.moment.sites.get(site.base):
            x, y = point
            pile = piles[x >> shift, y >> shift]
            pile.add(x * site.records, y * site.records, site.mark, site.n, site.records, site.version, counts_foiled)
            pile.bases[site.base] += site.records
    for cx, cy, mark, n, records, x, y, version, province in _loose(selection, shift):
        pile = piles[cx, cy]
        pile.add(x, y, mark, int(n), records, version, counts_foiled)
        if province is not None:
            if role_of(mark) in roles and (counts_foiled or not is_foiled(mark)):
                pile.only_province += int(n)
            pile.provinces |= {province} - {""}
            pile.vague += records
    piles = {key: pile for key, pile in piles.items() if _is_inside(pile, query.bbox)}
    titles = read_titles(PublishedIncident, [pile.version for pile in piles.values() if pile.records == 1])
    cells = [_cell(query.zoom, key, pile, titles) for key, pile in piles.items()]
    return sorted(cells, key=lambda cell: (-cell.total, cell.key))


def _loose(selection: Selection, shift: int) -> list[tuple[Any, ...]]:
    """Sums over the records at no base, by cell and mark; those known only to the province by province as well."""
    return selection.rows(
        "SELECT cx, cy, counts.mark, sum(n), sum(records), sum(xs), sum(ys), min(version), place.province FROM ("
        f"SELECT x >> {shift} AS cx, y >> {shift} AS cy, mark, CASE WHEN is_vague THEN place END AS code,"
        " sum(weight) AS n, count(*) AS records, sum(x::DOUBLE) AS xs, sum(y::DOUBLE) AS ys,"
        f" min(version) AS version FROM {selection.hits}"
        f" WHERE x IS NOT NULL AND place IN (SELECT code FROM place WHERE NOT list_contains(?, base)) GROUP BY ALL"
        ") counts LEFT JOIN place ON place.code = counts.code GROUP BY cx, cy, counts.mark, place.province",
        [list(selection.moment.sites)],
    )


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


def _cell(zoom: int, key: tuple[int, int], pile: _Pile, titles: Titles) -> Cell:
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
        records=pile.records,
        at_bases=sum(pile.bases.values()),
        vague=pile.vague,
        public_id=titles[pile.version][0] if pile.records == 1 and pile.version in titles else "",
    )
