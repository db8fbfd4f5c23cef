"""Who stands behind whom: the closure of `front_for` affiliations, with the days on which each holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import duckdb

from attacks.choices import AffiliationKind, Confidence

BEGINNING, END = -(2**31) + 1, 2**31 - 1  # unknown since, unknown until: in force


@dataclass(frozen=True, slots=True)
class Window:
    """`actor` acts for `ancestor` from day `since` to day `until`, both inclusive."""

    actor: str
    ancestor: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Ancestry:
    """Every actor with itself and all it is a front for, as published at one watermark."""

    windows: tuple[Window, ...]
    parents: dict[str, str]  # actor → the one it is shown under

    @property
    def cuts(self) -> list[int]:
        """Days on which some affiliation begins or has ended."""
        days = {window.since for window in self.windows} | {window.until + 1 for window in self.windows}
        return sorted(day for day in days if BEGINNING < day <= END)


def read(connection: duckdb.DuckDBPyConnection, watermark: int) -> Ancestry:
    rows = connection.execute(
        "SELECT slug, parent, coalesce(since, ?), coalesce(until, ?), confidence FROM affiliation"
        " WHERE kind = ? AND from_rev <= ? AND to_rev > ?",
        [BEGINNING, END, str(AffiliationKind.FRONT_FOR), watermark, watermark],
    ).fetchall()
    above: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for actor, parent, since, until, _confidence in rows:
        above[actor].append((parent, since, until))
    windows: set[Window] = set()

    def climb(actor: str, current: str, since: int, until: int, path: tuple[str, ...]) -> None:
        for parent, begins, ends in above.get(current, ()):
            low, high = max(since, begins), min(until, ends)
            if low <= high and parent not in path:
                windows.add(Window(actor, parent, low, high))
                climb(actor, parent, low, high, (*path, parent))

    for actor in list(above):
        climb(actor, actor, BEGINNING, END, (actor,))
    firmest = list(Confidence)
    parents: dict[str, str] = {}
    ranked = sorted(rows, key=lambda row: (row[3], firmest.index(row[4]) if row[4] in firmest else -1, row[1]))
    for actor, parent, *_rest in ranked:  # the last one written holds longest and is firmest
        parents[actor] = parent
    ordered = sorted(windows, key=lambda window: (window.actor, window.ancestor, window.since, window.until))
    return Ancestry(tuple(ordered), parents)
