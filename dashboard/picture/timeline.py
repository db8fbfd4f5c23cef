"""The timeline of a picture: bars stacked by kind, lulls, thin coverage and the strikes in response, in pixels."""

from __future__ import annotations

from collections.abc import Iterator

from attacks.explorer.answer import Timeline
from attacks.wording import formats
from dashboard import timetable
from dashboard.axis import Axis, candidates, spread_out
from dashboard.charts import scale, segments
from dashboard.picture import shapes
from dashboard.picture.palette import colour

LANE = 22  # px for the strikes below the bars


def drawn(timeline: Timeline, width: float, height: float) -> str:
    """Bars, axis and lane as SVG from (0, 0); the pattern `thin` has to be defined."""
    return "".join(_parts(timeline, width, height))


def _parts(timeline: Timeline, width: float, height: float) -> Iterator[str]:
    axis = Axis(timeline.start, timeline.end, formats.is_arabic())
    plot = height - LANE - 18
    peak, step = scale(max((item.total for item in timeline.bins), default=0))

    def y(value: float) -> float:
        return plot * (1 - 0.9 * value / peak)

    yield from _bands(timeline, axis, width, plot + LANE + 18)
    for value in range(0, peak + 1, step):
        line = colour("hair" if value else "edge")
        yield f'<line x1="0" x2="{width:g}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="{line}"/>'
        yield shapes.text(width + 6, y(value) + 4, formats.number(value), size=11, fill="text-3", anchor=_left())
    for item in timeline.bins:
        place = axis.span(item.start, item.end)
        if place is None:
            continue
        left, across = place[0] * width / 100, place[1] * width / 100
        gap, base = min(0.12 * across, 2), 0.0
        for kind, is_uncertain, count in segments(item):
            pale = ' opacity=".5"' if is_uncertain else ""
            yield (
                f'<rect x="{left + gap:.1f}" y="{y(base + count):.2f}" width="{across - 2 * gap:.1f}"'
                f' height="{y(base) - y(base + count):.2f}" fill="{colour(f"kind-{kind}")}"{pale}/>'
            )
            base += count
    yield from _ticks(axis, width, plot)
    for mark in timeline.responses:
        if timeline.start <= mark.on <= timeline.end:
            x = axis.x(axis.share(mark.on) + 0.5 / axis.days) * width / 100
            yield shapes.diamond(x, plot + 18 + LANE / 2, is_unclaimed=mark.kind == "unclaimed_strike")


def _left() -> str:
    """The anchor of words that begin at the left of their place, whichever way the page reads."""
    return "end" if formats.is_arabic() else "start"


def _bands(timeline: Timeline, axis: Axis, width: float, height: float) -> Iterator[str]:
    spans = [(span.start, span.end or axis.end, 'fill="url(#thin)"') for span in timetable.hatched(timeline)]
    spans += [(lull.start, lull.end, f'fill="{colour("surface-2")}"') for lull in timeline.lulls]
    for first, last, fill in spans:
        if place := axis.span(first, last):
            left, across = place[0] * width / 100, place[1] * width / 100
            yield f'<rect x="{left:.1f}" y="0" width="{across:.1f}" height="{height:g}" {fill}/>'


def _ticks(axis: Axis, width: float, plot: float) -> Iterator[str]:
    for day, words in spread_out(candidates(axis), axis, width):
        x = axis.x(axis.share(day)) * width / 100
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{plot:g}" y2="{plot + 4:g}" stroke="{colour("edge")}"/>'
        yield shapes.text(x + (-3 if axis.is_mirrored else 3), plot + 14, words, size=11, fill="text-3")
