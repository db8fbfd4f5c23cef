"""The marks of the timeline's lanes: US responses, unclaimed strikes, statements; thinned where there are too many."""

from __future__ import annotations

from datetime import date

import numpy as np

from attacks.choices import Role
from attacks.models import PublishedIncident, PublishedStatement

from .answer import LaneMark
from .declared import NOBODY
from .measures import role_of
from .moment import day_of, number_of
from .parameters import split
from .schema import MARK_ROLE, ROLES
from .selection import Selection

MOST_MARKS = 400
_TITLES_KEPT = 20_000
Titles = dict[int, tuple[str, str, str]]  # version → public id, English and Arabic title
_titles: dict[tuple[type, int], tuple[str, str, str]] = {}


def responses(selection: Selection) -> list[LaneMark]:
    """The matching records that are no attacks; at most one for each 400th of the time where there are more."""
    first = MARK_ROLE * (ROLES.index(Role.ATTACK) + 1)
    columns, rows = selection.columns, selection.hits.at
    rows = rows[columns.mark[rows] >= first]
    if len(rows) > MOST_MARKS:
        day = columns.from_day[rows].astype(np.int64)
        place = (day - day[0]) * MOST_MARKS // (day[-1] - day[0] + 1)
        # Rows lie in the order of days, so those of a place lie side by side.
        begins = np.flatnonzero(np.diff(place, prepend=-1))
        oldest = np.minimum.reduceat(columns.version[rows], begins)
        rows = rows[columns.version[rows] == np.repeat(oldest, np.diff(begins, append=len(rows)))]
    found = [
        (version, day, role_of(mark))
        for version, day, mark in zip(
            *(column[rows].tolist() for column in (columns.version, columns.from_day, columns.mark)), strict=True
        )
    ]
    return _marks(PublishedIncident, sorted(found, key=lambda row: (row[1], row[0])))


def statements(selection: Selection, start: date, end: date) -> list[LaneMark]:
    """Statements of the period, of the chosen groups where groups are chosen, thinned in the same way."""
    query = selection.query
    low, high = number_of(start), number_of(end)
    asked, left_out = (set(names) - {NOBODY} for names in split(query.actor))
    windows = selection.attributed.windows("actor")

    def speaks_for(names: set[str], speaker: str, day: int) -> bool:
        return speaker in names or any(
            window.actor == speaker and window.ancestor in names and window.since <= day <= window.until
            for window in windows
        )

    def is_asked(speaker: str, day: int) -> bool:
        return (not asked or speaks_for(asked, speaker, day)) and not speaks_for(left_out, speaker, day)

    found = [
        (version, day, kind)
        for version, day, kind, speaker in selection.moment.statements
        if low <= day <= high and is_asked(speaker, day)
    ]
    if len(found) > MOST_MARKS:
        by_place = {(day - low) * MOST_MARKS // (high - low + 1): row for row in found for day in [row[1]]}
        found = list(by_place.values())
    return _marks(PublishedStatement, found)


def _marks(
    model: type[PublishedIncident] | type[PublishedStatement], rows: list[tuple[int, int, str]]
) -> list[LaneMark]:
    titles = read_titles(model, [version for version, *_rest in rows])
    return [
        LaneMark(titles[version][0], day_of(day), kind, *titles[version][1:])
        for version, day, kind in rows
        if version in titles
    ]


def read_titles(model: type[PublishedIncident] | type[PublishedStatement], versions: list[int]) -> Titles:
    """The titles of these versions, which never change, so they are kept once read."""
    missing = [version for version in versions if (model, version) not in _titles]
    if missing:
        if len(_titles) > _TITLES_KEPT:
            _titles.clear()
        found = model.objects.filter(pk__in=missing).values_list("pk", "public_id", "name", "name_ar")
        _titles.update({(model, pk): (public_id, name, name_ar) for pk, public_id, name, name_ar in found})
    return {version: _titles[model, version] for version in versions if (model, version) in _titles}
