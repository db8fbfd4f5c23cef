"""The marks of the timeline's lanes: US responses, unclaimed strikes and statements, thinned where there are too many."""

from __future__ import annotations

from datetime import date
from typing import Any

from attacks.choices import Role
from attacks.models import PublishedIncident, PublishedStatement

from .answer import LaneMark
from .filters import NOBODY
from .measures import role_of
from .schema import MARK_ROLE, ROLES
from .selection import EPOCH, Selection

MOST_MARKS = 400
_TITLES_KEPT = 20_000
_titles: dict[tuple[type, int], tuple[str, str, str]] = {}


def responses(selection: Selection) -> list[LaneMark]:
    """The matching records that are no attacks; at most one for each 400th of the time where there are more than that."""
    first = MARK_ROLE * (ROLES.index(Role.ATTACK) + 1)
    rows = _thinned(selection, "version, from_day, mark", f"FROM hit WHERE mark >= {first}")
    titles = _read_titles(PublishedIncident, [version for version, *_rest in rows])
    return [
        LaneMark(titles[version][0], date.fromordinal(day + EPOCH), role_of(mark), *titles[version][1:])
        for version, day, mark in rows
        if version in titles
    ]


def statements(selection: Selection, start: date, end: date) -> list[LaneMark]:
    """Statements of the period, of the chosen groups where groups are chosen."""
    w, query = selection.watermark, selection.query
    where = (
        f"from_rev <= {w} AND to_rev > {w}"
        f" AND on_day BETWEEN {start.toordinal() - EPOCH} AND {end.toordinal() - EPOCH}"
    )
    if any(actor != NOBODY for actor in query.actor):
        speakers = "FROM asked_actor"
        if query.actor_by == "parent":
            speakers = "SELECT actor FROM ancestry JOIN asked_actor ON ancestor = name WHERE on_day BETWEEN since AND until"
            speakers = f"FROM asked_actor UNION {speakers}"
        where += f" AND speaker IN ({speakers})"
    rows = _thinned(selection, "version, on_day AS from_day, kind", f"FROM statement WHERE {where}")
    titles = _read_titles(PublishedStatement, [version for version, *_rest in rows])
    return [
        LaneMark(titles[version][0], date.fromordinal(day + EPOCH), kind, *titles[version][1:])
        for version, day, kind in rows
        if version in titles
    ]


def _thinned(selection: Selection, columns: str, source: str) -> list[tuple[Any, ...]]:
    rows = selection.rows(f"SELECT {columns} {source} LIMIT {MOST_MARKS + 1}")
    if len(rows) > MOST_MARKS:
        names = [column.split()[-1] for column in columns.split(", ")]
        picked = ", ".join(f"arg_min({name}, version) AS {name}" for name in names)
        rows = selection.rows(
            f"WITH marks AS (SELECT {columns} {source}),"
            " span AS (SELECT min(from_day) AS low, max(from_day) - min(from_day) + 1 AS days FROM marks)"
            f" SELECT {picked} FROM marks, span GROUP BY ((from_day - low) * {MOST_MARKS}) // days"
        )
    return sorted(rows, key=lambda row: (row[1], row[0]))


def _read_titles(model: type, versions: list[int]) -> dict[int, tuple[str, str, str]]:
    """Public id, English and Arabic title by version; versions never change, so they are kept once read."""
    missing = [version for version in versions if (model, version) not in _titles]
    if missing:
        if len(_titles) > _TITLES_KEPT:
            _titles.clear()
        found = model.objects.filter(pk__in=missing).values_list("pk", "public_id", "name", "name_ar")  # type: ignore[attr-defined]
        fresh = {pk: tuple(rest) for pk, *rest in found}
        _titles.update({(model, pk): names for pk, names in fresh.items()})
    return {version: _titles[model, version] for version in versions if (model, version) in _titles}
