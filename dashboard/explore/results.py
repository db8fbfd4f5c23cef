"""The results panel: how well the period is covered, cards, and the head of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from attacks.choices import CoverageGrade, DateExtent, Kind, LocationPrecision, Role
from attacks.explorer.answer import CoverageSpan, Timeline
from attacks.models import PublishedIncident
from attacks.wording import formats
from dashboard import site
from dashboard.explore.address import Address
from dashboard.explore.names import Names

# Coverage -------------------------------------------------------------------------------------------------------------

_GRADES = [CoverageGrade.GOOD, CoverageGrade.SAMPLE, CoverageGrade.THIN, CoverageGrade.NONE]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    start: Any
    end: Any
    grade: str
    scope_words: str
    note: str
    is_translated: bool = False


def _within(timeline: Timeline) -> list[CoverageSpan]:
    """The stretches that the chosen period touches."""
    return [
        span
        for span in timeline.coverage
        if span.start <= timeline.end and (span.end is None or span.end >= timeline.start)
    ]


def coverage_rows(timeline: Timeline) -> list[CoverageRow]:
    """Notes are written in English only; the page marks them so."""
    return [
        CoverageRow(span.start, span.end, span.grade, scope_words(span.scope), span.note, not formats.is_arabic())
        for span in _within(timeline)
    ]


def scope_words(scope: str) -> str:
    known = {
        "all": _("everything"),
        "bases and missions": _("bases and missions"),
        "convoys": _("convoys"),
    }
    return known.get(scope, scope)


def coverage_line(timeline: Timeline) -> str:
    """How well the chosen period is covered, on one line."""
    grades = {span.grade for span in _within(timeline)}
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


# Cards ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Card:
    incident: PublishedIncident
    url: str
    when: str
    where: str
    kind_words: str
    facts: str
    fired: str
    killed: str
    wounded: str
    who: str
    tags: list[str]
    month: str = ""
    precision: str = ""
    select_url: str = ""
    is_selected: bool = False
    is_title_english: bool = False


PRECISION_WORDS: dict[str, Callable[[], str]] = {
    LocationPrecision.EXACT: lambda: _("exact, 100 m"),
    LocationPrecision.SITE: lambda: _("site, 2 km"),
    LocationPrecision.TOWN: lambda: _("town, 10 km"),
    LocationPrecision.DISTRICT: lambda: _("district"),
    LocationPrecision.PROVINCE: lambda: _("province only"),
}


def cards(
    version_ids: list[int], names: Names, address: Address, *, selected: str = "", has_months: bool = True
) -> list[Card]:
    """Cards in the order of `version_ids`; two queries however many there are."""
    wanted = PublishedIncident.objects.defer("search", "search_text", "location", "sources")
    found = wanted.prefetch_related("attributions").in_bulk(version_ids)
    made, month = [], ""
    for key in version_ids:
        if incident := found.get(key):
            name = formats.month(incident.occurred_from) if has_months else ""
            made.append(
                card(
                    incident,
                    names,
                    month=name if name != month else "",
                    is_selected=incident.public_id == selected,
                    select_url=address.url(keeps_place=True, selected=incident.public_id),
                )
            )
            month = name
    return made


def card(
    incident: PublishedIncident, names: Names, *, month: str = "", is_selected: bool = False, select_url: str = ""
) -> Card:
    is_attack = incident.role == Role.ATTACK
    killed, wounded = (
        formats.number_range(incident.killed_low, incident.killed_high),
        formats.number_range(incident.wounded_low, incident.wounded_high),
    )
    fired = formats.number_range(incident.fired_low, incident.fired_high)
    facts = []
    if fired and is_attack and not incident.is_foiled:
        facts.append(_("%(number)s fired") % {"number": fired})
    if incident.killed_high:
        facts.append(_("%(number)s killed") % {"number": killed})
    if incident.wounded_high:
        facts.append(_("%(number)s wounded") % {"number": wounded})
    if not incident.killed_high and not incident.wounded_high and 0 in (incident.killed_high, incident.wounded_high):
        facts.append(_("nobody hurt, as reported"))
    return Card(
        incident=incident,
        url=site.record_url("incident", incident.public_id),
        when=when(incident),
        where=place(incident, names),
        precision=precision_words(incident),
        kind_words=kind_words(incident),
        facts=" · ".join(facts),
        fired=fired,
        killed=killed,
        wounded=wounded,
        who=who(incident, names),
        tags=tags(incident),
        month=month,
        select_url=select_url,
        is_selected=is_selected,
        is_title_english=formats.is_arabic() and not incident.name_ar,
    )


def kind_words(incident: PublishedIncident) -> str:
    if incident.role == Role.ATTACK:
        return str(Kind(incident.kind).label)
    return str(Role(incident.role).label)


def when(incident: PublishedIncident) -> str:
    words = formats.occurred(
        incident.occurred_from, incident.occurred_to, extent=incident.date_extent, precision=incident.date_precision
    )
    if incident.time_from and incident.date_extent != DateExtent.UNCERTAIN:
        words = f"{words} · {formats.clock(incident.time_from)}"
    return words


def place(incident: PublishedIncident, names: Names) -> str:
    """The base, the place in words, the province or the country: the narrowest that is known."""
    if incident.base:
        return names.base(incident.base)
    words = (formats.is_arabic() and incident.place_name_ar) or incident.place_name
    if words:
        return words
    return names.province(incident.province) if incident.province else formats.country(incident.country)


def precision_words(incident: PublishedIncident) -> str:
    """How well the place is known: "site, 2 km"."""
    words = PRECISION_WORDS.get(incident.location_precision)
    return words() if words else _("no point on the map")


def who(incident: PublishedIncident, names: Names) -> str:
    """The actors behind the attribution status, at most two by name."""
    slugs = list(
        dict.fromkeys(row.actor for row in incident.attributions.all() if row.basis == incident.attribution_status)
    )
    if not slugs and incident.attribution_status == "contested":
        slugs = list(dict.fromkeys(row.actor for row in incident.attributions.all() if row.basis == "claimed"))
    words = [names.actor(slug) for slug in slugs[:2]]
    if len(slugs) > 2:
        words.append(_("and others"))
    return _(", ").join(words)


def tags(incident: PublishedIncident) -> list[str]:
    """What a reader must not overlook: how it is counted, and doubts about the record itself."""
    words = []
    if incident.is_foiled:
        words.append(_("Foiled, not counted"))
    if incident.attack_count > 1:
        words.append(
            ngettext("Holds %(count)s attack", "Holds %(count)s attacks", incident.attack_count)
            % {"count": formats.number(incident.attack_count)}
        )
    if incident.us_nexus == "context":
        words.append(_("Context only, not counted"))
    if incident.possible_duplicate_of:
        words.append(_("May be the same as %(id)s") % {"id": incident.possible_duplicate_of})
    if incident.needs_source:
        words.append(_("Needs a source"))
    return words


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
