"""What the map draws: cells of the zoom level in Web Mercator, sites kept whole."""

from __future__ import annotations

import math

import numpy as np

from attacks.choices import Role

from .answer import Cell
from .columns import Array
from .measures import is_foiled, role_of
from .schema import KINDS, MARK_FOILED, MARK_ROLE, ROLES, WORLD_BITS
from .selection import Selection

CELL_BITS = 2  # a tile of the zoom level is divided into 2^2 × 2^2 cells of 64 pixels
# What a record adds to a cell: its kind where it is an attack, or one of these.
RESPONSES, STRIKES, FOILED = range(len(KINDS), len(KINDS) + 3)
SLOTS = len(KINDS) + 3
SLOT_OF_ROLE = {Role.RESPONSE: RESPONSES, Role.UNCLAIMED_STRIKE: STRIKES}
DENSE = 4_000_000  # squares up to which numbers for the used ones are looked up in an array


def read(selection: Selection) -> list[Cell]:
    """Cells with the matching records that have a place, busiest first. A base's point stands for its records."""
    query, columns, places = selection.query, selection.columns, selection.state.places
    keys, cells, cell_of = numbered(selection, query.zoom)
    bases, points, base_of = _sites(selection)
    provinces, province_of = places.numbered("province")
    slot_of = _slots(selection)

    def sums(of: Array, weights: Array | None = None) -> Array:
        return np.bincount(of, weights, len(keys))

    def table(of: Array, parts: Array, width: int, weights: Array | None = None) -> Array:
        return np.bincount(of * width + parts, weights, len(keys) * width).reshape(len(keys), width)

    # What is at bases is summed by code already: the code says which base it is, and what the record is.
    at_base = np.flatnonzero(cell_of >= 0)
    there, weight = (figures[at_base] for figures in selection.by_place)
    cell, slot = cell_of[at_base], slot_of[places.marks[at_base]]
    counts = table(cell, slot, SLOTS, np.where(slot < RESPONSES, weight, there))
    per_base = table(cell, base_of[at_base], len(bases), there)
    # All other records lie at points of their own.
    hits = selection.hits
    loose = hits.only(cells[hits.at] >= 0)
    cell, slot = cells[loose.at], slot_of[columns.mark[loose.at]]
    counts = (counts + table(cell, slot, SLOTS, np.where(slot < RESPONSES, loose.weight, 1))).astype(np.int64)
    records = sums(cell) + per_base.sum(axis=1)
    x, y = (
        sums(cell, column[loose.at]) + per_base @ points[:-1, axis]
        for axis, column in enumerate((columns.x, columns.y))
    )
    vague = np.flatnonzero(columns.is_vague[loose.at])
    in_vague = sums(cell[vague])
    province = province_of[columns.place[loose.at[vague]]]
    is_known = province >= 0
    per_province = table(cell[vague[is_known]], province[is_known], len(provinces))
    only_province = sums(cell[vague], np.where(loose.is_counted[vague], loose.weight[vague], 0))
    one_of = np.zeros(len(keys), np.int64)
    one_of[cell] = loose.at
    for code in at_base[(there > 0) & (records[cell_of[at_base]] == 1)]:
        one_of[cell_of[code]] = hits.at[(columns.place[hits.at] == code).argmax()]

    found = np.flatnonzero(records)
    longitudes, latitudes = (
        [to(value) for value in sum_[found] / records[found]] for to, sum_ in ((longitude, x), (latitude, y))
    )
    made = []
    for number, lon, lat in zip(found.tolist(), longitudes, latitudes, strict=True):
        if not _is_inside(lon, lat, query.bbox):
            continue
        own, here = counts[number].tolist(), per_base[number]
        made.append(
            Cell(
                key=f"{query.zoom}-{keys[number] >> WORLD_BITS}-{keys[number] & (2**WORLD_BITS - 1)}",
                lon=round(lon, 5),
                lat=round(lat, 5),
                counts={kind: n for kind, n in sorted(zip(KINDS, own, strict=False)) if n},
                responses=own[RESPONSES],
                unclaimed_strikes=own[STRIKES],
                foiled=own[FOILED],
                only_province=int(only_province[number]),
                places=[slug for _n, slug in sorted((-int(here[base]), bases[base]) for base in np.flatnonzero(here))],
                provinces=sorted(provinces[province] for province in np.flatnonzero(per_province[number])),
                records=int(records[number]),
                at_bases=int(here.sum()),
                vague=int(in_vague[number]),
                public_id=columns.public_id[one_of[number]].decode() if records[number] == 1 else "",
            )
        )
    return sorted(made, key=lambda cell: (-cell.total, cell.key))


def numbered(selection: Selection, zoom: int) -> tuple[Array, Array, Array]:
    """The cells of a zoom level, as column << 32 | row, and where rows of the table lie by their numbers.

    First for each row that has a point of its own, then for each code of a place that is at a base; -1 for all others.
    """
    return selection.moment.cells.of(zoom, lambda: _numbered(selection, WORLD_BITS - zoom - CELL_BITS))


def _numbered(selection: Selection, shift: int) -> tuple[Array, Array, Array]:
    columns = selection.columns
    _bases, points, base_of = _sites(selection)
    base = base_of[columns.place]
    cells, cell_of = (np.full(size, -1, np.int32) for size in (len(columns), selection.state.places.size))
    drawn = np.flatnonzero((base >= 0) | columns.is_placed)
    if not len(drawn):
        return np.empty(0, np.int64), cells, cell_of
    base = base[drawn]
    x, y = (
        np.where(base < 0, column[drawn], points[base, axis]).astype(np.int64) >> shift
        for axis, column in enumerate((columns.x, columns.y))
    )
    left, top, height = x.min(), y.min(), y.max() - y.min() + 1
    squares = (x - left) * height + y - top
    if (x.max() - left + 1) * height <= DENSE:
        used = np.flatnonzero(np.bincount(squares))
        numbers = np.empty(used[-1] + 1, np.int32)
        numbers[used] = np.arange(len(used))
        cells[drawn] = numbers[squares]
    else:
        used, cells[drawn] = np.unique(squares, return_inverse=True)
    at_base = drawn[base >= 0]
    cell_of[columns.place[at_base]] = cells[at_base]
    cells[at_base] = -1
    return (used // height + left) << WORLD_BITS | (used % height + top), cells, cell_of


def _sites(selection: Selection) -> tuple[list[str], Array, Array]:
    """Bases, their points in the Web-Mercator square, and for each code of a place the number of its base.

    -1: no base, or one without a public point.
    """
    sites = selection.moment.sites
    bases, numbers = selection.state.places.numbered("base")
    # The last one stands for codes of no base, whose number is -1.
    points = np.array([*(sites.get(base, (-1, -1)) for base in bases), (-1, -1)], np.int64)
    return bases, points, np.where(points[numbers, 0] >= 0, numbers, -1)


def _slots(selection: Selection) -> Array:
    """For each mark what a record that has it adds to."""
    found = np.zeros(256, np.int64)
    for mark in range(MARK_ROLE * len(ROLES)):
        if is_foiled(mark) and selection.query.foiled != "counted":
            found[mark] = FOILED
        else:
            found[mark] = SLOT_OF_ROLE.get(Role(role_of(mark)), mark % MARK_FOILED)
    return found


def longitude(x: float) -> float:
    """Degrees east of a place in the Web-Mercator square."""
    return x / 2**WORLD_BITS * 360 - 180


def latitude(y: float) -> float:
    """Degrees north of a place in the Web-Mercator square."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / 2**WORLD_BITS))))


def _is_inside(lon: float, lat: float, box: tuple[float, float, float, float] | None) -> bool:
    if box is None:
        return True
    west, south, east, north = box
    return west <= lon <= east and south <= lat <= north
