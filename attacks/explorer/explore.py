"""One question, one answer: totals, facets, timeline, map cells and a page of records, all read at one watermark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import duckdb
from django.utils import timezone
from django.utils.translation import gettext as _

from . import cells, facets, lookups, moment, page, source, timeline, totals
from .answer import Answer, Timeline, Totals
from .filters import VIEW, Filter, FilterError, values
from .moment import Moment
from .selection import Selection
from .table import Loaded, State, reading, table

PANELS = ("totals", "facets", "timeline", "cells", "page")
# The values of a filter on which each part of an answer depends; where others change, it stays as it is.
_LOOKED_AT = {
    "totals": values(but=VIEW),
    "facets": values(but=VIEW),
    "overview": values(but=VIEW | {"since", "until"}),
    "timeline": values(but=VIEW - {"bin"}),
    "cells": values(but=VIEW - {"zoom", "bbox"}),
    "page": values(but=VIEW - {"sort", "cursor"}),
}
_pinned: ContextVar[tuple[Loaded, State] | None] = ContextVar("pinned", default=None)
_days: dict[date, int] = {}  # past days → the last revision of each


def explore(query: Filter, panels: Iterable[str] = PANELS, facet_names: Iterable[str] = facets.FACETS) -> Answer:
    """The answer to a filter. `panels`: what is needed of it; `facet_names`: which facets.

    Totals come always; `cells` brings the counts by province as well. Raises FilterError for names that were never
    public and for revisions that do not exist.
    """
    asked = tuple(panel for panel in PANELS if panel in set(panels))
    names = tuple(name for name in facets.FACETS if name in set(facet_names)) if "facets" in asked else ()
    for is_last in (False, True):
        loaded, state = _current()
        try:
            return _answer(loaded, state, query, asked, names)
        except duckdb.Error:
            table().discard(loaded)
            _pinned.set(None)
            if is_last:
                raise
    raise AssertionError("unreachable")


@contextmanager
def pinned() -> Iterator[source.Head]:
    """Inside, every question is answered from what is public now. Its head: where it is equal, nothing is new."""
    loaded = table().current()
    token = _pinned.set((loaded, loaded.state))
    try:
        yield loaded.state.head
    finally:
        _pinned.reset(token)


def _current() -> tuple[Loaded, State]:
    """What to answer from: what is pinned, or what is public now."""
    known = _pinned.get()
    if known is None:
        loaded = table().current()
        known = loaded, loaded.state
    return known


def watermark() -> int:
    """The newest revision that this process answers from, once brought up to date."""
    return _current()[1].watermark


def _answer(loaded: Loaded, state: State, query: Filter, panels: tuple[str, ...], names: tuple[str, ...]) -> Answer:
    at = _watermark(query, state.watermark)

    @cache
    def selection() -> Selection:
        return _select(loaded, state, query, at)

    def part(name: str, read: Callable[[Selection], Any], *more: Any) -> Any:
        """What was kept of an answer, or what is read now."""
        return loaded.answers.of((name, at, _LOOKED_AT[name](query), *more), lambda: read(selection()))

    def timeline_of(selection: Selection) -> Timeline:
        return timeline.read(selection, part("overview", timeline.overview))

    sums, provinces = part("totals", _sums)
    return Answer(
        watermark=at,
        measure=query.measure,
        totals=sums,
        facets=part("facets", lambda selection: facets.options(selection, names), names) if names else {},
        timeline=part("timeline", timeline_of) if "timeline" in panels else None,
        cells=part("cells", cells.read) if "cells" in panels else [],
        province_counts=provinces,
        page=part("page", page.read) if "page" in panels else None,
    )


def _sums(selection: Selection) -> tuple[Totals, dict[str, int]]:
    """The totals, and the counts by province."""
    counts = facets.count(selection)
    return totals.read(selection, counts), dict(sorted(counts.provinces.items()))


def select(query: Filter) -> Selection:
    """The rows that a filter asks for. Raises FilterError as `explore` does."""
    loaded, state = _current()
    return _select(loaded, state, query, _watermark(query, state.watermark))


def _select(loaded: Loaded, state: State, query: Filter, at: int) -> Selection:
    query.check(_known(loaded, state))
    return Selection(state, query, _moment(loaded, state, at), lookups.found(loaded, query, at))


def _moment(loaded: Loaded, state: State, at: int) -> Moment:
    def read() -> Moment:
        with reading(loaded) as connection:
            return moment.read(connection, state, at)

    return state.moments.of(at, read)


def _known(loaded: Loaded, state: State) -> dict[str, set[str]]:
    at, names = loaded.known
    if at != state.watermark:
        with reading(loaded) as connection:
            names = moment.known(connection)
        loaded.known = state.watermark, names
    return names


def _watermark(query: Filter, newest: int) -> int:
    """The revision to answer from: that of the walk through pages, the asked moment, or the newest."""
    if query.cursor:
        if query.cursor.watermark > newest:
            raise FilterError({"cursor": _("it points to a revision that does not exist yet")})
        return query.cursor.watermark
    if query.as_of is None:
        return newest
    if isinstance(query.as_of, int):
        if query.as_of > newest:
            raise FilterError(
                {
                    "as_of": _("“%(value)s”: revisions from 1 to %(newest)s are allowed")
                    % {"value": query.as_of, "newest": newest}
                }
            )
        return query.as_of
    return min(_revision_at_end_of(query.as_of), newest)


def _revision_at_end_of(day: date) -> int:
    """The last revision published by the end of a day, in the record's time zone."""
    if day in _days:
        return _days[day]
    if day == date.max:
        return source.head().revision
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    revision = source.revision_on(end)
    if end < timezone.now():
        _days[day] = revision
    return revision
