"""What is public at one watermark beside the incidents: small tables, read once per watermark."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import duckdb

from attacks.choices import AffiliationKind

from . import ancestry
from .ancestry import Ancestry
from .answer import CoverageSpan

EPOCH = 719_163  # ordinal of 1970-01-01


def day_of(number: int) -> date:
    return date.fromordinal(number + EPOCH)


def number_of(day: date) -> int:
    return day.toordinal() - EPOCH


@dataclass(frozen=True, slots=True)
class Moment:
    """`span`: first and last possible day of the whole record. `sites`: base → its point in the Web-Mercator square."""

    watermark: int
    ancestry: Ancestry
    coverage: list[CoverageSpan]
    span: tuple[date, date]
    sites: dict[str, tuple[int, int]]
    used: dict[str, list[str]] = field(default_factory=dict)  # facet → public names that occur in the record
    statements: list[tuple[int, int, str, str]] = field(default_factory=list)  # version, day, kind, speaker
    _barrages: dict[int, int] = field(default_factory=dict, compare=False)

    def barrages(self, connection: duckdb.DuckDBPyConnection) -> dict[int, int]:
        """Every version that is part of a barrage → the number of its barrage; read when first asked for."""
        if not self._barrages:
            self._barrages.update(_barrages(connection, self.watermark))
        return self._barrages


def read(connection: duckdb.DuckDBPyConnection, watermark: int) -> Moment:
    public = f"from_rev <= {watermark} AND to_rev > {watermark}"

    def names(table: str, used: str) -> list[str]:
        rows = connection.execute(f"SELECT slug FROM {table} WHERE {public} AND slug IN ({used}) ORDER BY slug")
        return [slug for (slug,) in rows.fetchall()]

    first, last = connection.execute(f"SELECT min(from_day), max(to_day) FROM incident WHERE {public}").fetchall()[0]
    coverage = connection.execute(
        f"SELECT start, stop, grade, scope, coalesce(note, '') FROM coverage WHERE {public} ORDER BY start, slug"
    ).fetchall()
    sites = connection.execute(f"SELECT slug, x, y FROM base WHERE {public} AND x IS NOT NULL").fetchall()
    statements = connection.execute(
        f"SELECT version, on_day, kind, speaker FROM statement WHERE {public} ORDER BY on_day, slug"
    ).fetchall()
    stands_behind = ancestry.read(connection, watermark)
    provinces = names("province", "SELECT slug FROM province")
    return Moment(
        watermark=watermark,
        ancestry=stands_behind,
        coverage=[CoverageSpan(*row) for row in coverage],
        span=(day_of(first), day_of(last)) if first is not None else (day_of(0), day_of(0)),
        sites={slug: (x, y) for slug, x, y in sites},
        used={
            "province": provinces,
            "launch_province": provinces,
            "base": names("base", "SELECT base FROM place"),
            "actor": names("actor", "SELECT actor FROM named"),
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


def _barrages(connection: duckdb.DuckDBPyConnection, watermark: int) -> dict[int, int]:
    """A link is recorded on one of its two records: what hangs together by links is one barrage."""
    rows = connection.execute(
        "SELECT f.version, f.public_id, b.barrage FROM incident f LEFT JOIN in_barrage b ON b.version = f.version"
        f" WHERE from_rev <= {watermark} AND to_rev > {watermark}"
        " AND (b.barrage IS NOT NULL OR f.public_id IN (SELECT barrage FROM in_barrage)) ORDER BY f.public_id"
    ).fetchall()
    leader: dict[str, str] = {}

    def lead(public_id: str) -> str:
        while leader.get(public_id, public_id) != public_id:
            public_id = leader[public_id]
        return public_id

    for _version, public_id, barrage in rows:
        if barrage:
            leader[lead(public_id)] = lead(barrage)
    numbers: dict[str, int] = {}
    return {version: numbers.setdefault(lead(public_id), len(numbers)) for version, public_id, _b in rows}
