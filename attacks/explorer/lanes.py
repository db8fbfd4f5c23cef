"""The marks of the timeline's lanes: US responses, unclaimed strikes, statements; thinned where there are too many."""

from __future__ import annotations

from datetime import date

import numpy as np

from attacks.choices import Role
from attacks.kept import Kept
from attacks.models import PublishedIncident, PublishedStatement

from .answer import LaneMark
from .declared import NOBODY
from .measures import role_of
from .moment import day_of, number_of
from .parameters import split
from .schema import MARK_ROLE, ROLES
from .selection import Selection

MOST_MARKS = 400
_titles: Kept[tuple[type, int], tuple[str, str]] = Kept(20_000)


def responses(selection: Selection) -> list[LaneMark]:
    """The matching records that are no attacks; at most one for each 400th of the time where there are more.

    Those stand so close that their numbers are titles enough; to read hundreds of texts costs more than all counting.
    """
    first = MARK_ROLE * (ROLES.index(Role.ATTACK) + 1)
    columns, rows = selection.columns, selection.hits.at
    rows = rows[columns.mark[rows] >= first]
    is_crowded = len(rows) > MOST_MARKS
    if is_crowded:
        day = columns.from_day[rows].astype(np.int64)
        place = (day - day[0]) * MOST_MARKS // (day[-1] - day[0] + 1)
        # Rows lie in the order of days, so those of a place lie side by side.
        begins = np.flatnonzero(np.diff(place, prepend=-1))
        oldest = np.minimum.reduceat(columns.version[rows], begins)
        rows = rows[columns.version[rows] == np.repeat(oldest, np.diff(begins, append=len(rows)))]
    rows = rows[np.lexsort([columns.version[rows], columns.from_day[rows]])]
    versions, days, roles, public_ids = (
        columns.version[rows].tolist(),
        map(day_of, columns.from_day[rows].tolist()),
        map(role_of, columns.mark[rows].tolist()),
        map(bytes.decode, columns.public_id[rows].tolist()),
    )
    if is_crowded:
        return [LaneMark(own, day, role, own, "") for own, day, role in zip(public_ids, days, roles, strict=True)]
    titles = _read_titles(PublishedIncident, versions)
    return [
        LaneMark(public_id, day, role, *titles[version])
        for version, day, role, public_id in zip(versions, days, roles, public_ids, strict=True)
        if version in titles
    ]


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
        (version, public_id, day, kind)
        for version, public_id, day, kind, speaker in selection.moment.statements
        if low <= day <= high and is_asked(speaker, day)
    ]
    if len(found) > MOST_MARKS:
        by_place = {(day - low) * MOST_MARKS // (high - low + 1): row for row in found for day in [row[2]]}
        found = list(by_place.values())
    titles = _read_titles(PublishedStatement, [version for version, *_rest in found])
    return [
        LaneMark(public_id, day_of(day), kind, *titles[version])
        for version, public_id, day, kind in found
        if version in titles
    ]


def _read_titles(
    model: type[PublishedIncident] | type[PublishedStatement], versions: list[int]
) -> dict[int, tuple[str, str]]:
    """English and Arabic titles of these versions, which never change, so they are kept once read."""
    found = {version: titles for version in versions if (titles := _titles.get((model, version)))}
    if missing := [version for version in versions if version not in found]:
        for version, english, arabic in model.objects.filter(pk__in=missing).values_list("pk", "name", "name_ar"):
            found[version] = english, arabic
            _titles.put((model, version), found[version])
    return found
