"""The timeline as server-drawn SVG; `timetable` holds the same to read.

Horizontal places are percentages of the plot, so one drawing fits every width and no text is stretched; labels carry a
rank (`r1`, `r2`, `r3`) that says from which width on there is room for them. Time runs with the reading direction: from
right to left in Arabic. Every piece is safe markup: numbers and escaped text only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attacks.explorer.answer import Bin, LaneMark, Timeline
from attacks.wording import formats
from dashboard import timetable
from dashboard.axis import Axis, candidates, joined, rank_for, ticks, year_candidates
from dashboard.measured import per_bar
from dashboard.timetable import STACK, coverage_words, hatched, lull_words

_KINDS = [kind.value for kind in STACK]
HEADROOM = 0.86  # share of the plot's height that the tallest bar may take
_STATEMENT_MARKS = {
    "claim": "claim",
    "threat": "threat",
    "ultimatum": "threat",
    "warning": "threat",
    "pledge": "pledge",
    "suspension": "suspension",
    "denial": "denial",
}


@dataclass(frozen=True, slots=True)
class TimelineChart:
    """The pieces of the timeline panel, each safe to print."""

    title: str
    note: str
    bands: SafeString
    bars: SafeString
    scale: SafeString
    axis: SafeString
    responses: SafeString
    statements: SafeString
    strip: SafeString
    years: SafeString
    edges: str
    has_thin_coverage: bool
    has_lulls: bool


def timeline_chart(timeline: Timeline) -> TimelineChart:
    """Draws `timeline`; an empty period gives an empty plot, never an error."""
    mirrored = formats.is_arabic()
    axis = Axis(timeline.start, timeline.end, mirrored)
    overview = Axis(timeline.overview_start, max(timeline.overview_end, timeline.overview_start), mirrored)
    peak, step = scale(max((item.total for item in timeline.bins), default=0))
    thin = hatched(timeline)
    return TimelineChart(
        title=per_bar(timeline.measure, timeline.bin),
        note=_note(timeline),
        bands=_bands(timeline, axis),
        bars=_bars(timeline, axis, peak, step),
        scale=_scale_words(peak, step, mirrored),
        axis=_axis(axis),
        responses=_responses(timeline.responses, axis),
        statements=_statements(timeline.statements, axis),
        strip=_strip(timeline, overview, axis),
        years=_years(overview),
        edges=",".join(item.start.isoformat() for item in timeline.bins),
        has_thin_coverage=bool(thin),
        has_lulls=bool(timeline.lulls),
    )


@lru_cache(maxsize=256)
def _axis(axis: Axis) -> SafeString:
    return ticks(candidates(axis), axis, axis.is_mirrored, spare=24)


@lru_cache(maxsize=16)
def _years(axis: Axis) -> SafeString:
    return ticks(year_candidates(axis), axis, axis.is_mirrored)


def _note(timeline: Timeline) -> str:
    parts = []
    if timetable.has_uncertain(timeline):
        parts.append(_("Pale: day not known, spread over the days it may have been."))
    if timeline.lulls:
        parts.append(_("Grey: unusually long without an attack."))
    if hatched(timeline):
        parts.append(_("Hatched: thin coverage."))
    return " ".join(parts)


# Bars, bands, scale ---------------------------------------------------------------------------------------------------


def scale(highest: float) -> tuple[int, int]:
    """(top of the scale, step): whole numbers, three to five lines."""
    step = 1
    for candidate in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500, 5000, 10_000, 50_000, 100_000, 500_000):
        step = candidate
        if highest / candidate <= 4:
            break
    lines = max(2, -(-int(highest + 0.999) // step))
    return lines * step, step


def _y(value: float, peak: int) -> float:
    return round(100 * (1 - HEADROOM * value / peak), 3)


def _bars(timeline: Timeline, axis: Axis, peak: int, step: int) -> SafeString:
    parts, words = [], timetable.bar_words(timeline)
    for value in range(0, peak + 1, step):
        y = _y(value, peak)
        parts.append(f'<line class="{"grid" if value else "axis"}" x1="0" x2="100%" y1="{y}%" y2="{y}%"/>')
    for item in timeline.bins:
        place = axis.span(item.start, item.end)
        if place is None or not item.total:
            continue
        x, width = place
        gutter = min(0.12 * width, 0.25)
        across = f'x="{x + gutter:.3f}%" width="{width - 2 * gutter:.3f}%"'
        pieces, base, bottom = [], 0.0, _y(0, peak)
        for kind, is_uncertain, count in segments(item):
            base += count
            css, y = " is-uncertain" if is_uncertain else "", _y(base, peak)
            pieces.append(
                f'<rect class="k-fill seg k-{kind}{css}" {across} y="{y}%" height="{round(bottom - y, 3)}%"/>'
            )
            bottom = y
        parts.append(
            f'<g class="bar" data-from="{item.start}" data-to="{item.end}"><title>{escape(words(item))}</title>'
            f'{"".join(pieces)}<rect class="hit" x="{x}%" y="0" width="{width}%" height="100%"/></g>'
        )
    return joined(parts)


def segments(item: Bin) -> list[tuple[str, bool, float]]:
    """(kind, uncertain, attacks) from the axis up: by kind, those of a known day before the share of others."""
    found = []
    for kind in _KINDS:
        if kind not in item.counts:
            continue
        uncertain = item.uncertain.get(kind, 0)
        if (sure := item.counts[kind] - uncertain) > 1e-9:
            found.append((kind, False, sure))
        if uncertain:
            found.append((kind, True, uncertain))
    return found


def _scale_words(peak: int, step: int, mirrored: bool) -> SafeString:
    anchor, x = ("end", "100%") if mirrored else ("start", "6")
    dx = ' dx="-6"' if mirrored else ""
    words = (
        f'<text x="{x}"{dx} y="{_y(value, peak)}%" dy="4" text-anchor="{anchor}">{formats.number(value)}</text>'
        for value in range(0, peak + 1, step)
    )
    return joined(words)


def _bands(timeline: Timeline, axis: Axis) -> SafeString:
    parts = []
    for span in hatched(timeline):
        if place := axis.span(span.start, span.end or axis.end):
            x, width = place
            parts.append(
                f'<rect class="thin" fill="url(#thin-coverage)" x="{x}%" y="0" width="{width}%" height="100%">'
                f"<title>{escape(coverage_words(span))}</title></rect>"
            )
    for lull in timeline.lulls:
        if place := axis.span(lull.start, lull.end):
            x, width = place
            short = ngettext("%(count)s day", "%(count)s days", lull.days) % {"count": formats.number(lull.days)}
            long = lull_words(lull)
            title = escape(f"{long}, {formats.period(lull.start, lull.end)}")
            parts.append(
                f'<rect class="lull" x="{x}%" y="0" width="{width}%" height="100%"><title>{title}</title></rect>'
            )
            middle = round(x + width / 2, 3)
            full, brief = rank_for(long, width), rank_for(short, width)
            if full:
                parts.append(_lull_words(long, middle, f"r{full}"))
            if brief and (not full or brief < full):
                parts.append(_lull_words(short, middle, f"r{brief} until-{full}" if full else f"r{brief}"))
    return joined(parts)


def _lull_words(text: str, middle: float, css: str) -> str:
    return f'<text class="lull-word {css}" x="{middle}%" y="12" text-anchor="middle">{escape(text)}</text>'


# Lanes ----------------------------------------------------------------------------------------------------------------


def _lane(marks: Iterable[LaneMark], axis: Axis, shape: Callable[[LaneMark], str]) -> SafeString:
    parts, is_arabic = [], formats.is_arabic()
    for mark in marks:
        place = mark.on.toordinal() - axis.first
        if 0 <= place < axis.days:
            x = axis.x((place + 0.5) / axis.days)
            parts.append(f'<use href="#lane-{shape(mark)}" x="{x}%" y="50%" {_lane_words(mark, is_arabic)}</use>')
    return joined(parts)


@lru_cache(maxsize=8192)
def _lane_words(mark: LaneMark, is_arabic: bool) -> str:
    title = mark.title_ar if is_arabic and mark.title_ar else mark.title
    words = f"{formats.day(mark.on)}: {title}"
    return f'data-record="{escape(mark.public_id)}"><title>{escape(words)}</title>'


def _responses(marks: list[LaneMark], axis: Axis) -> SafeString:
    return _lane(marks, axis, lambda mark: "unclaimed" if mark.kind == "unclaimed_strike" else "response")


def _statements(marks: list[LaneMark], axis: Axis) -> SafeString:
    return _lane(marks, axis, lambda mark: _STATEMENT_MARKS.get(mark.kind, "other"))


# The whole record with its brush --------------------------------------------------------------------------------------


def _strip(timeline: Timeline, overview: Axis, axis: Axis) -> SafeString:
    parts = ['<rect class="strip-ground" width="100%" height="100%" fill="transparent"/>', _past(timeline, overview)]
    place = overview.span(axis.start, axis.end) or (0.0, 100.0)
    parts.append(f'<rect class="window" x="{place[0]}%" y="0" width="{place[1]}%" height="100%"/>')
    edges = (
        ("from", axis.start, overview.share(max(axis.start, overview.start)), _("Start of the period")),
        ("to", axis.end, overview.share(min(axis.end, overview.end) + timedelta(days=1)), _("End of the period")),
    )
    for edge, day, share, label in edges:
        parts.append(
            f'<svg x="{overview.x(share)}%" y="50%" role="slider" tabindex="0" data-edge="{edge}" '
            f'aria-label="{escape(label)}" aria-valuemin="0" aria-valuemax="{overview.days - 1}" '
            f'aria-valuenow="{(day - overview.start).days}" aria-valuetext="{escape(formats.day(day))}">'
            '<rect class="grip" x="-14" y="-21" width="28" height="42"/>'
            '<rect class="handle" x="-3.5" y="-9" width="7" height="18" rx="2"/></svg>'
        )
    return joined(parts)


def _past(timeline: Timeline, overview: Axis) -> str:
    """The months of the record as one shape: nobody presses a single one."""
    totals = [(item, item.total) for item in timeline.overview]
    highest = max((total for _item, total in totals), default=0) or 1
    bars = []
    for item, total in totals:
        place = overview.span(item.start, item.end)
        if place and total:
            x, width = place
            bars.append(f"M{x + 0.06:.3f} 100V{100 - 90 * total / highest:.2f}h{max(width - 0.12, 0.05):.3f}V100")
    return f'<svg viewBox="0 0 100 100" preserveAspectRatio="none"><path class="past" d="{"".join(bars)}"/></svg>'
