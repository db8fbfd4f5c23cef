"""A time axis in percent of a plot's width: where days lie, and ticks with as many words as fit.

Labels carry a rank (`r1`, `r2`, `r3`) that says from which width on there is room for them. Time runs with the reading
direction: from right to left in Arabic.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from attacks.wording import formats

_WIDTHS = (300, 512, 768)  # plot widths in px at which labels of rank 1, 2, 3 appear; the style sheet has the same


@dataclass(frozen=True)
class Axis:
    """Days → percent of the width, mirrored in right-to-left pages."""

    start: date
    end: date  # inclusive
    is_mirrored: bool

    @cached_property
    def first(self) -> int:
        return self.start.toordinal()

    @cached_property
    def days(self) -> int:
        return self.end.toordinal() + 1 - self.first

    def share(self, day: date) -> float:
        """Where the day begins, from 0 at the start to 1 at the end."""
        return (day.toordinal() - self.first) / self.days

    def x(self, share: float) -> float:
        return round(100 * (1 - share if self.is_mirrored else share), 3)

    def span(self, first: date, last: date) -> tuple[float, float] | None:
        """(x, width) in percent of the days `first` to `last` inclusive, clipped; None: outside."""
        low = max(first.toordinal() - self.first, 0) / self.days
        high = min(last.toordinal() + 1 - self.first, self.days) / self.days
        if low >= high:
            return None
        return self.x(high if self.is_mirrored else low), round(100 * (high - low), 3)


def rank_for(text: str, width: float) -> int:
    """The rank of the first plot width at which `text` fits into `width` percent of it; 0 if it never does."""
    for rank, pixels in enumerate(_WIDTHS, start=1):
        if _pixels(text) + 8 <= pixels * width / 100:
            return rank
    return 0


def _pixels(text: str) -> float:
    """An upper estimate of the width of `text` at the size of axis labels."""
    return 6.6 * len(text)


Candidate = tuple[date, str, int]  # day, words, importance (0 first)


def _first_days(axis: Axis, months: int) -> Iterable[date]:
    """The first days of every `months`-th month within the axis, counted from January."""
    year, month = axis.start.year, axis.start.month
    while (current := date(year, month, 1)) <= axis.end:
        if current >= axis.start and (month - 1) % months == 0:
            yield current
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def candidates(axis: Axis) -> list[Candidate]:
    """Days, months or years that may stand under the axis, by its length."""
    if axis.days <= 62:
        days = [axis.start + timedelta(days=offset) for offset in range(axis.days)]
        return [
            (day, formats.day_short(day), 0 if day == axis.start else 1 if day.weekday() == 0 else 2) for day in days
        ]
    if axis.days <= 1200:
        months = list(_first_days(axis, 1))
        named = [day for day in months if day.month == 1] or months[:1]
        return [
            (
                day,
                f"{formats.month_short(day)} {formats.year(day)}" if day in named else formats.month_short(day),
                0 if day in named else 1 if (day.month - 1) % 3 == 0 else 2,
            )
            for day in months
        ]
    return year_candidates(axis)


def year_candidates(axis: Axis) -> list[Candidate]:
    """Beginnings of years, fewer where there are many."""
    years = list(_first_days(axis, 12))
    if not years:
        return [(axis.start, formats.month(axis.start), 0)]
    every = 1 if len(years) <= 40 else 5 if len(years) <= 200 else 25
    return [(day, formats.year(day), 0 if day.year % (5 * every) == 0 else 1) for day in years if day.year % every == 0]


def spread_out(marks: list[Candidate], axis: Axis, width: float) -> list[tuple[date, str]]:
    """The ticks whose words fit beside each other on a plot of `width` px, the important ones first."""
    placed: list[tuple[float, float, date, str]] = []
    for day, words, _importance in sorted(marks, key=lambda item: (item[2], item[0])):
        start, size = axis.share(day) * width, _pixels(words) + 6
        if start + size <= width and all(start + size <= at or at + taken <= start for at, taken, *_ in placed):
            placed.append((start, size, day, words))
    return [(day, words) for _start, _size, day, words in sorted(placed)]


def ticks(marks: list[Candidate], axis: Axis, mirrored: bool, spare: int = 0) -> SafeString:
    """Ticks with as many words as fit, ranked by the width at which each first fits; `spare`: px free after the end."""
    ranks: dict[date, int] = {}
    placed: list[tuple[float, float]] = []  # share of the start, pixels
    for rank, pixels in enumerate(_WIDTHS, start=1):
        for day, words, _importance in sorted(marks, key=lambda item: (item[2], item[0])):
            if day in ranks:
                continue
            start, size = axis.share(day) * pixels, _pixels(words) + 6
            is_free = all(start + size <= other * pixels or other * pixels + taken <= start for other, taken in placed)
            if is_free and start + size <= pixels + spare:
                ranks[day] = rank
                placed.append((axis.share(day), size))
    anchor, dx = ("end", -3) if mirrored else ("start", 3)
    parts = ['<line class="axis" x1="0" x2="100%" y1=".5" y2=".5"/>']
    for day, words, _importance in marks if len(marks) <= 80 else [c for c in marks if c[0] in ranks]:
        x = axis.x(axis.share(day))
        parts.append(f'<line class="axis" x1="{x}%" x2="{x}%" y1="0" y2="4"/>')
        if day in ranks:
            parts.append(
                f'<text class="r{ranks[day]}" x="{x}%" dx="{dx}" y="14" text-anchor="{anchor}">{escape(words)}</text>'
            )
    return joined(parts)


def joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - built from numbers and escaped text alone
