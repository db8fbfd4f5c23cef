"""What is public at one watermark beside the incidents: small tables, read once per watermark."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from attacks.choices import AffiliationKind
from attacks.kept import Kept

from . import ancestry
from .ancestry import Ancestry
from .answer import CoverageSpan
from .columns import Array, Columns, Mask

if TYPE_CHECKING:
    from .table import State

EPOCH = 719_163  # ordinal of 1970-01-01


def day_of(number: int) -> date:
    return date.fromordinal(number + EPOCH)


def number_of(day: date) -> int:
    return day.toordinal() - EPOCH


@dataclass(frozen=True)
class Moment:
    """`span`: first and last possible day of the whole record. `sites`: base → its point in the Web-Mercator square.

    `links`: version → public id that stands for its barrage.
    """

    watermark: int
    columns: Columns
    public: Mask  # which rows are
    links: dict[int, bytes]
    ancestry: Ancestry
    coverage: list[CoverageSpan]
    span: tuple[date, date]
    sites: dict[str, tuple[int, int]]
    used: dict[str, list[str]] = field(default_factory=dict)  # facet → public names that occur in the record
    # Version, public id, day, kind, speaker.
    statements: list[tuple[int, str, int, str, str]] = field(default_factory=list)
    # Zoom → the cells of the map, those of the rows and those of the bases; see `attacks.explorer.cells`.
    cells: Kept[int, tuple[Array, Array, Array]] = field(default_factory=lambda: Kept(6), compare=False)

    # Sums that several filters have in common; see `attacks.explorer.selection`.
    tallies: Kept[Any, Any] = field(default_factory=lambda: Kept(48), compare=False)

    @cached_property
    def barrages(self) -> Array:
        """The number of the barrage that each public row is part of, or -1."""
        return _barrages(self.columns, self.public, self.links)


def read(connection: duckdb.DuckDBPyConnection, state: State, watermark: int) -> Moment:
    public = f"from_rev <= {watermark} AND to_rev > {watermark}"
    rows = state.columns.public(watermark)

    def names(table: str, used: Container[str] | None = None) -> list[str]:
        found = connection.execute(f"SELECT slug FROM {table} WHERE {public} ORDER BY slug").fetchall()
        return [slug for (slug,) in found if used is None or slug in used]

    coverage = connection.execute(
        f"SELECT start, stop, grade, scope, coalesce(note, '') FROM coverage WHERE {public} ORDER BY start, slug"
    ).fetchall()
    sites = connection.execute(f"SELECT slug, x, y FROM base WHERE {public} AND x IS NOT NULL").fetchall()
    statements = connection.execute(
        f"SELECT version, slug, on_day, kind, speaker FROM statement WHERE {public} ORDER BY on_day, slug"
    ).fetchall()
    stands_behind = ancestry.read(connection, watermark)
    provinces = names("province")
    return Moment(
        watermark=watermark,
        columns=state.columns,
        public=rows,
        links=state.links,
        ancestry=stands_behind,
        coverage=[CoverageSpan(*row) for row in coverage],
        span=_span(state.columns, rows),
        sites={slug: (x, y) for slug, x, y in sites},
        used={
            "province": provinces,
            "launch_province": provinces,
            "base": names("base", state.places.names("base")),
            "actor": names("actor", state.attributions.actors),
            "country": [],
            "umbrella": stands_behind.heads(AffiliationKind.MEMBER_OF),
            "sponsor": stands_behind.heads(AffiliationKind.SPONSORED_BY),
        },
        statements=statements,
    )


def known(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Every name that was ever public, by dimension."""
    found: dict[str, set[str]] = {}
    for dimension in ("base", "actor", "province"):
        rows = connection.execute(f"SELECT DISTINCT slug FROM {dimension}").fetchall()
        found[dimension] = {slug for (slug,) in rows}
    return found


def _span(columns: Columns, rows: Mask) -> tuple[date, date]:
    if not rows.any():
        return day_of(0), day_of(0)
    return day_of(int(columns.from_day[rows.argmax()])), day_of(int(columns.to_day[rows].max()))


def _barrages(columns: Columns, rows: Mask, links: dict[int, bytes]) -> Array:
    """A link is recorded on one of its two records: what hangs together by links is one barrage."""
    found = np.full(len(columns), -1, np.int32)
    targets = set(links.values())
    versions, public_ids = columns.version.tolist(), columns.public_id.tolist()
    tied = [row for row in np.flatnonzero(rows).tolist() if versions[row] in links or public_ids[row] in targets]
    leader: dict[bytes, bytes] = {}

    def lead(public_id: bytes) -> bytes:
        while leader.get(public_id, public_id) != public_id:
            public_id = leader[public_id]
        return public_id

    for row in tied:
        if barrage := links.get(versions[row]):
            leader[lead(public_ids[row])] = lead(barrage)
    numbers: dict[bytes, int] = {}
    for row in tied:
        found[row] = numbers.setdefault(lead(public_ids[row]), len(numbers))
    return found
