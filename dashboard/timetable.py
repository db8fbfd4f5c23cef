"""What the timeline draws, to read: its bars as a table, its lulls, coverage and lanes as lists. Safe markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from attacks.choices import CoverageGrade, Kind
from attacks.explorer.answer import Bin, CoverageSpan, LaneMark, Lull, Timeline
from attacks.wording import formats
from dashboard import site
from dashboard.axis import joined
from dashboard.labels import labels
from dashboard.measured import amounts, per_bar

STACK = [kind for kind in Kind if kind not in (Kind.AIR_STRIKE, Kind.RAID)]
HATCHED = (CoverageGrade.THIN, CoverageGrade.NONE)


def bin_labels(name: str) -> Callable[[Bin], str]:
    """The words for the stretch of time of a bar `name` long; looks up the language once."""
    language = get_language()
    return lambda item: _bin_label(item.start, name, language)


@lru_cache(maxsize=8192)
def _bin_label(start: date, name: str, language: str | None) -> str:
    if name == "day":
        return formats.day(start)
    if name == "week":
        return _("Week of %(day)s") % {"day": formats.day(start)}
    if name == "month":
        return formats.month(start)
    if name == "quarter":
        return _("Quarter from %(month)s") % {"month": formats.month(start)}
    return formats.year(start)


def share_words(value: float, is_uncertain: bool, number: Callable[..., str]) -> str:
    """A number of attacks; "≈" marks a share of attacks whose day is not known."""
    words = number(value, 1)
    return f"≈ {words}" if is_uncertain else words


def bar_words(timeline: Timeline) -> Callable[[Bin], str]:
    """What a bar stands for: "Mar 2021: 1 attack (1 drone)", "≈ 12.5 attacks" where days are not known."""
    label, total, number = bin_labels(timeline.bin), amounts(timeline.measure), formats.numbers()
    named = labels(Kind)
    kinds = {kind.value: named[kind.value] for kind in STACK}
    comma = _(", ")

    def words(item: Bin) -> str:
        parts = [
            f"{share_words(item.counts[kind], bool(item.uncertain.get(kind)), number)} {name}"
            for kind, name in kinds.items()
            if item.counts.get(kind)
        ]
        about = "≈ " if any(item.uncertain.values()) else ""
        return f"{label(item)}: {about}{total(item.total)} ({comma.join(parts)})"

    return words


def lull_words(lull: Lull) -> str:
    words = ngettext("Lull: %(count)s day without an attack", "Lull: %(count)s days without an attack", lull.days)
    return words % {"count": formats.number(lull.days)}


def coverage_words(span: CoverageSpan) -> str:
    label = _("Thin coverage") if span.grade == CoverageGrade.THIN else _("Not covered")
    return f"{label}: {formats.period(span.start, span.end)}"


def hatched(timeline: Timeline) -> list[CoverageSpan]:
    """The stretches of the period that are hatched, since little is known of them."""
    return [
        span
        for span in timeline.coverage
        if span.grade in HATCHED and span.start <= timeline.end and (span.end is None or span.end >= timeline.start)
    ]


def table(timeline: Timeline) -> SafeString:
    """The same numbers as the bars, the sum of all below them."""
    kinds = [kind for kind in STACK if any(item.counts.get(kind.value) for item in timeline.bins)]
    head = "".join(f'<th scope="col" class="num">{escape(str(kind.label))}</th>' for kind in kinds)
    label = bin_labels(timeline.bin)
    rows = [_row(label(item), item.counts, item.uncertain, kinds) for item in timeline.bins]
    sums = {kind.value: sum(item.counts.get(kind.value, 0) for item in timeline.bins) for kind in kinds}
    title = escape(per_bar(timeline.measure, timeline.bin))
    # Outside of the f-strings, in which gettext's tools find nothing.
    period, every, together = pgettext("column", "Period"), pgettext("column", "All"), _("Together")
    return joined(
        [
            f'<table class="results-table table"><caption class="visually-hidden">{title}</caption>',
            f'<thead><tr><th scope="col">{escape(period)}</th>{head}',
            f'<th scope="col" class="num">{escape(every)}</th></tr></thead><tbody>',
            *rows,
            f"</tbody><tfoot>{_row(together, sums, {}, kinds)}</tfoot></table>",
        ]
    )


def _row(label: str, counts: dict[str, float], uncertain: dict[str, float], kinds: Sequence[Kind]) -> str:
    values = [(counts.get(kind.value, 0), bool(uncertain.get(kind.value))) for kind in kinds]
    values.append((sum(counts.values()), any(uncertain.values())))
    number = formats.numbers()
    texts = [share_words(value, is_vague, number) for value, is_vague in values]
    cells = "".join([f'<td class="num">{text}</td>' for text in texts])
    return f'<tr><th scope="row">{escape(label)}</th>{cells}</tr>'


def has_uncertain(timeline: Timeline) -> bool:
    return any(any(item.uncertain.values()) for item in timeline.bins)


def lists(timeline: Timeline, heading: str) -> SafeString:
    """Lulls and thin coverage in words, and every mark of the lanes with its record; `heading`: h2 or h3."""
    quiet = [lull_words(lull) + f", {formats.period(lull.start, lull.end)}" for lull in timeline.lulls]
    within = [mark for mark in timeline.responses if timeline.start <= mark.on <= timeline.end]
    return joined(
        [
            _list(
                heading,
                _("Lulls and thin coverage"),
                [escape(words) for words in [*quiet, *map(coverage_words, hatched(timeline))]],
            ),
            _list(heading, _("US responses and unclaimed strikes"), [_mark(mark, "incident") for mark in within]),
            _list(heading, _("Statements"), [_mark(mark, "statement") for mark in timeline.statements]),
        ]
    )


def _list(heading: str, title: str, items: Iterable[str]) -> str:
    rows = "".join([f"<li>{item}</li>" for item in items])
    return f'<{heading} class="tl-list-name">{escape(title)}</{heading}><ul class="tl-list">{rows}</ul>' if rows else ""


def _mark(mark: LaneMark, page: str) -> str:
    is_arabic = formats.is_arabic()
    title = mark.title_ar if is_arabic and mark.title_ar else mark.title
    language = ' lang="en" dir="ltr"' if is_arabic and not mark.title_ar else ""
    linked = f'<a href="{escape(site.record_url(page, mark.public_id))}" data-leave{language}>{escape(title)}</a>'
    return f'<span class="when">{escape(formats.day(mark.on))}</span> {linked}'
