"""The results panel: how well the period is covered, and the head of the table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from attacks.choices import CoverageGrade
from attacks.explorer.answer import CoverageSpan, Timeline
from dashboard.explore.address import Address
from dashboard.explore.cards import Card

# Coverage -------------------------------------------------------------------------------------------------------------

_GRADES = [CoverageGrade.GOOD, CoverageGrade.SAMPLE, CoverageGrade.THIN, CoverageGrade.NONE]


def coverage(timeline: Timeline) -> tuple[CoverageSpan, ...]:
    """The stretches that the chosen period touches."""
    return tuple(
        span
        for span in timeline.coverage
        if span.start <= timeline.end and (span.end is None or span.end >= timeline.start)
    )


def scope_words(scope: str) -> str:
    known = {
        "all": _("everything"),
        "bases and missions": _("bases and missions"),
        "convoys": _("convoys"),
    }
    return known.get(scope, scope)


def coverage_line(timeline: Timeline) -> str:
    """How well the chosen period is covered, on one line."""
    grades = {span.grade for span in coverage(timeline)}
    words = {
        CoverageGrade.GOOD: pgettext("coverage", "good"),
        CoverageGrade.SAMPLE: pgettext("coverage", "a sample"),
        CoverageGrade.THIN: pgettext("coverage", "thin"),
        CoverageGrade.NONE: pgettext("coverage", "none"),
    }
    present = [words[grade] for grade in _GRADES if grade in grades]
    if not present:
        return _("Coverage of this period: not judged.")
    if len(present) == 1:
        return _("Coverage of this period: %(grade)s.") % {"grade": present[0]}
    return _("Coverage of this period, by stretch: %(grades)s.") % {"grades": _(", ").join(present)}


# List -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """A card at its place in the list."""

    card: Card
    heading: str  # the month that begins with it
    select_url: str
    is_selected: bool


def listed(cards: list[Card], address: Address, *, selected: str, has_months: bool) -> list[Listed]:
    found, month = [], ""
    for card in cards:
        heading = card.month if has_months and card.month != month else ""
        select_url = address.url(keeps_place=True, selected=card.public_id)
        found.append(Listed(card, heading, select_url, card.public_id == selected))
        month = card.month
    return found


# Table ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    words: str
    sort: str = ""  # for aria-sort
    url: str = ""
    is_number: bool = False


def columns(sort: str, address: Address) -> list[Column]:
    """Head of the table; the columns by which the record can be sorted are links."""

    def sorted_by(name: str, words: str, *, way: str = "descending", is_number: bool = False) -> Column:
        return Column(words, way if sort == name else "none", address.url(sort=name), is_number=is_number)

    date_sort = {"newest": "descending", "oldest": "ascending"}.get(sort, "none")
    return [
        Column(pgettext("column", "Date"), date_sort, address.url(sort="oldest" if sort == "newest" else None)),
        sorted_by("kind", pgettext("column", "Kind"), way="ascending"),
        Column(pgettext("column", "Title")),
        Column(pgettext("column", "Place")),
        sorted_by("munitions", pgettext("column", "Fired"), is_number=True),
        sorted_by("killed", pgettext("column", "Killed"), is_number=True),
        sorted_by("wounded", pgettext("column", "Wounded"), is_number=True),
        Column(pgettext("column", "Attribution")),
        sorted_by("evidence", pgettext("column", "Evidence")),
        Column(pgettext("column", "Record")),
    ]
