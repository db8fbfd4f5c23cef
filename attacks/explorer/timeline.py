"""The histogram of the period with its lanes, lulls and coverage, and the overview of the whole record by month."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np

from attacks.choices import CoverageGrade, TargetKind

from .answer import Bin, CoverageSpan, Lull, Timeline
from .columns import Columns, stretches
from .filters import Filter
from .lanes import responses, statements
from .moment import day_of, number_of
from .schema import KINDS, MARK_FOILED, SPREAD
from .selection import PERIOD, Rows, Selection

MOST_BINS = 1000
BINS = ("day", "week", "month", "quarter")
SHORTEST_LULL, RARE = 7, 0.95
MARGIN = 366  # days that a period may show before and after the record
# Scopes of coverage that speak of some targets only; every other scope speaks of all.
SCOPES = {
    "convoys": {TargetKind.CONVOY},
    "bases and missions": {TargetKind.BASE, TargetKind.EMBASSY, TargetKind.CONSULATE, TargetKind.AIRPORT},
}


def overview(selection: Selection) -> list[Bin]:
    """The whole record by month, whatever the period of the filter."""
    rows = selection.counted
    if selection.since is not None or selection.until is not None:
        rows = selection.matching(but=PERIOD)
        rows = rows.only(rows.is_counted)
    return _bins(selection.columns, rows, "month", *selection.moment.span)


def read(selection: Selection, overview: list[Bin]) -> Timeline:
    query = selection.query
    first, last = selection.moment.span
    start, end = _period(query, first, last)
    size = _size(query.bin, start, end)
    is_whole = (size, start, end) == ("month", first, last) and not (query.since or query.until)
    bins = overview if is_whole else _bins(selection.columns, selection.counted, size, start, end)
    return Timeline(
        measure=query.measure,
        start=start,
        end=end,
        bin=size,
        bins=bins,
        overview_start=first,
        overview_end=last,
        overview=overview,
        responses=responses(selection),
        statements=statements(selection, start, end),
        lulls=_lulls(selection),
        coverage=selection.moment.coverage,
    )


def _period(query: Filter, first: date, last: date) -> tuple[date, date]:
    """The asked period; kept near the record where it reaches centuries beyond it."""
    nearest, farthest = first - timedelta(days=MARGIN), last + timedelta(days=MARGIN)
    start = min(max(query.since, nearest), farthest) if query.since else first
    end = min(max(query.until, nearest), farthest) if query.until else last
    if start > end:  # one bound is given and lies beyond the record
        start = end = start if query.since else end
    return start, end


# Bins -----------------------------------------------------------------------------------------------------------------


def bin_start(day: date, size: str) -> date:
    """The first day of the bin that holds `day`; weeks begin on Monday."""
    if size == "day":
        return day
    if size == "week":
        return day - timedelta(days=day.weekday()) if day.toordinal() > 7 else date.min
    if size == "month":
        return day.replace(day=1)
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def next_start(start: date, size: str) -> date:
    """The first day of the bin after the one that begins on `start`."""
    if size == "day":
        return start + timedelta(days=1)
    if size == "week":
        return start + timedelta(days=7)
    months = start.month - 1 + (1 if size == "month" else 3)
    return date(start.year + months // 12, months % 12 + 1, 1)


def _size(asked: str, start: date, end: date) -> str:
    """The asked size, or one that gives a readable number of bars; coarser where there would be too many."""
    days = (end - start).days + 1
    if asked == "auto":
        return "day" if days <= 62 else "week" if days <= 400 else "month" if days <= 3700 else "quarter"
    length = {"day": 1, "week": 7, "month": 30, "quarter": 91}
    return next((size for size in BINS[BINS.index(asked) :] if days / length[size] <= MOST_BINS), "quarter")


def _bins(columns: Columns, rows: Rows, size: str, start: date, end: date) -> list[Bin]:
    """Bars of these rows from `start` to `end`; the first and the last are clipped to them."""
    edges = [bin_start(start, size)]
    while (following := next_start(edges[-1], size)) <= end:
        edges.append(following)
    counts: list[dict[str, float]] = [defaultdict(float) for _ in edges]
    first_days = [number_of(edge) for edge in edges]
    low, high = number_of(start), number_of(end)
    bars = columns.bar[rows.at]
    # Rows lie in the order of days, so those of a bin lie side by side.
    places = stretches(rows.at, columns.from_day.searchsorted(first_days[1:]))
    sums = np.bincount(places * MARK_FOILED + bars, rows.weight)
    for number in np.flatnonzero(sums).tolist():
        place, bar = divmod(number, MARK_FOILED)
        if bar != SPREAD:
            counts[place][KINDS[bar]] += int(sums[number])
    vague: list[dict[str, float]] = [defaultdict(float) for _ in edges]
    for since, until, number, n in _same(columns, rows.only(bars == SPREAD)):
        _spread(vague, first_days, max(since, low), min(until, high), KINDS[number], n)
    for found, spread in zip(counts, vague, strict=True):
        for kind, share in spread.items():
            found[kind] += share
    ends = [edge - timedelta(days=1) for edge in edges[1:]] + [end]
    return [
        Bin(max(edge, start), last, dict(sorted(found.items())), dict(sorted(spread.items())))
        for edge, last, found, spread in zip(edges, ends, counts, vague, strict=True)
    ]


def _same(columns: Columns, rows: Rows) -> Iterable[tuple[int, int, int, int]]:
    """First and last day, number of the kind, and sum of the rows that have these in common."""
    since, until = columns.from_day[rows.at].astype(np.int64), columns.to_day[rows.at]
    kind, length = columns.mark[rows.at] % MARK_FOILED, (until - since).max(initial=0) + 1
    common, place = np.unique((since * length + until - since) * len(KINDS) + kind, return_inverse=True)
    sums = np.bincount(place, rows.weight, len(common))
    days, kinds = np.divmod(common, len(KINDS))
    first, more = np.divmod(days, length)
    return zip(*(found.tolist() for found in (first, first + more, kinds, sums.astype(np.int64))), strict=True)


def _spread(counts: list[dict[str, float]], first_days: list[int], since: int, until: int, kind: str, n: int) -> None:
    """Adds `n` evenly over the days `since` to `until`, both inclusive and within the bins."""
    share = n / (until - since + 1)
    place = _place(first_days, since)
    while since <= until:
        following = first_days[place + 1] if place + 1 < len(first_days) else until + 1
        days = min(following, until + 1) - since
        counts[place][kind] += share * days
        since, place = since + days, place + 1


def _place(first_days: list[int], day: int) -> int:
    return max(bisect_right(first_days, day) - 1, 0)


# Lulls and coverage ---------------------------------------------------------------------------------------------------


def _lulls(selection: Selection) -> list[Lull]:
    """Gaps between counted attacks that are longer than 95 % of the filter's own and well covered throughout.

    A day on which an attack of uncertain date may have taken place is not quiet.
    """
    columns, rows = selection.columns, selection.counted.at
    quiet_from = np.maximum.accumulate(columns.to_day[rows])[:-1] + 1
    busy_again = columns.from_day[rows][1:]
    is_gap = busy_again > quiet_from
    gaps = list(zip(quiet_from[is_gap].tolist(), (busy_again[is_gap] - 1).tolist(), strict=True))
    if not gaps:
        return []
    lengths = sorted(last - first + 1 for first, last in gaps)
    usual = lengths[math.ceil(RARE * len(lengths)) - 1]
    found = (
        Lull(day_of(first), day_of(last))
        for first, last in gaps
        if last - first + 1 > usual and last - first + 1 >= SHORTEST_LULL
    )
    relevant = [span for span in selection.moment.coverage if _speaks_of(span.scope, selection.query)]
    return [lull for lull in found if _is_well_covered(lull, relevant)]


def _speaks_of(scope: str, query: Filter) -> bool:
    targets = SCOPES.get(scope.strip().lower())
    return targets is None or not query.is_set("target") or bool(targets & set(query.chosen("target")))


def _is_well_covered(lull: Lull, spans: list[CoverageSpan]) -> bool:
    """Whether good coverage holds on every day, and nothing lesser on any."""
    day = lull.start
    overlapping = [s for s in spans if s.start <= lull.end and (s.end is None or s.end >= lull.start)]
    if any(span.grade != CoverageGrade.GOOD for span in overlapping):
        return False
    for span in sorted(overlapping, key=lambda span: span.start):
        if span.start > day:
            return False
        if span.end is None or span.end >= lull.end:
            return True
        day = max(day, span.end + timedelta(days=1))
    return False
