"""Who stands behind whom: the closure of affiliations of one kind, with the days on which each holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import duckdb

from attacks.choices import AffiliationKind, Confidence

BEGINNING, END = -(2**31) + 1, 2**31 - 1  # unknown since, unknown until: in force
FIRMNESS = [str(confidence) for confidence in Confidence]


@dataclass(frozen=True, slots=True)
class Window:
    """`actor` stands under `ancestor` from day `since` to day `until`, both inclusive."""

    actor: str
    ancestor: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Affiliation:
    """One step, as published."""

    actor: str
    parent: str
    kind: str
    since: int
    until: int
    firmness: int


@dataclass(frozen=True, slots=True)
class Ancestry:
    """The affiliations published at one watermark. `parents`: front → the one it is shown under."""

    affiliations: tuple[Affiliation, ...]
    parents: dict[str, str]
    _windows: dict[tuple[str, str], tuple[Window, ...]] = field(default_factory=dict, compare=False)

    def windows(self, kind: str = AffiliationKind.FRONT_FOR, least: str = FIRMNESS[0]) -> tuple[Window, ...]:
        """Every actor with all it stands under by affiliations of one kind, each step at least as firm as `least`."""
        key = (str(kind), least)
        if key not in self._windows:
            self._windows[key] = _closure(
                [one for one in self.affiliations if one.kind == kind and one.firmness >= FIRMNESS.index(least)]
            )
        return self._windows[key]

    def heads(self, kind: str) -> list[str]:
        """All under whom somebody stands."""
        return sorted({one.parent for one in self.affiliations if one.kind == kind})


def cuts(windows: tuple[Window, ...]) -> list[int]:
    """Days on which some affiliation begins or has ended."""
    days = {window.since for window in windows} | {window.until + 1 for window in windows}
    return sorted(day for day in days if BEGINNING < day <= END)


def _closure(affiliations: list[Affiliation]) -> tuple[Window, ...]:
    above: dict[str, list[Affiliation]] = defaultdict(list)
    for one in affiliations:
        above[one.actor].append(one)
    windows: set[Window] = set()

    def climb(actor: str, current: str, since: int, until: int, path: tuple[str, ...]) -> None:
        for step in above.get(current, ()):
            low, high = max(since, step.since), min(until, step.until)
            if low <= high and step.parent not in path:
                windows.add(Window(actor, step.parent, low, high))
                climb(actor, step.parent, low, high, (*path, step.parent))

    for actor in list(above):
        climb(actor, actor, BEGINNING, END, (actor,))
    return tuple(sorted(windows, key=lambda window: (window.actor, window.ancestor, window.since, window.until)))


def read(connection: duckdb.DuckDBPyConnection, watermark: int) -> Ancestry:
    rows = connection.execute(
        "SELECT slug, parent, kind, coalesce(since, ?), coalesce(until, ?), confidence FROM affiliation"
        " WHERE from_rev <= ? AND to_rev > ? ORDER BY ALL",
        [BEGINNING, END, watermark, watermark],
    ).fetchall()
    affiliations = tuple(
        Affiliation(actor, parent, kind, since, until, FIRMNESS.index(confidence) if confidence in FIRMNESS else 0)
        for actor, parent, kind, since, until, confidence in rows
    )
    fronts = [one for one in affiliations if one.kind == AffiliationKind.FRONT_FOR]
    parents: dict[str, str] = {}
    for one in sorted(fronts, key=lambda one: (one.until, one.firmness, one.parent)):
        parents[one.actor] = one.parent  # the last one written holds longest and is firmest
    return Ancestry(affiliations, parents)
