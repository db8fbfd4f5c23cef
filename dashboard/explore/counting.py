"""The counting rule in force: in words, as the figures of the head, and as switches that change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from attacks.choices import Evidence, Role, UsNexus
from attacks.explorer.answer import Range, Totals
from attacks.explorer.declared import BY_NAME
from attacks.explorer.filters import Filter
from attacks.explorer.measures import TOLLS, counted_roles
from attacks.explorer.totals import HOME
from attacks.wording import formats
from dashboard.explore.address import Address
from dashboard.explore.panel import Link
from dashboard.measured import amount

NOT_KNOWN = formats.DASH  # no record reports it; zero would be a claim


@dataclass(frozen=True, slots=True)
class Figure:
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Switch:
    """With or without: links that change one part of the rule."""

    name: str
    label: str
    links: list[Link]


# Figures --------------------------------------------------------------------------------------------------------------


def range_words(total: Range) -> str:
    """A sum over records: "90+" where some of them do not report it, "14–16" where bounds differ."""
    if not total.known:
        return NOT_KNOWN
    words = formats.number_range(total.low, total.high)
    return words + "+" if total.known < total.of else words


def _counted_words(query: Filter, n: int) -> str:
    """The unit of `Totals.attacks`, which are strikes where the filter leaves attacks out."""
    roles = counted_roles(query)
    if roles == (str(Role.ATTACK),):
        return ngettext("attack", "attacks", n)
    if roles == (str(Role.RESPONSE),):
        return ngettext("US response", "US responses", n)
    if roles == (str(Role.UNCLAIMED_STRIKE),):
        return ngettext("unclaimed strike", "unclaimed strikes", n)
    return ngettext("strike", "strikes", n)


def figures(totals: Totals, query: Filter) -> list[Figure]:
    """What is measured comes first."""
    count = totals.measured.low
    found = {
        "attacks": Figure(formats.number(totals.attacks), _counted_words(query, totals.attacks)),
        "munitions": Figure(range_words(totals.munitions), pgettext("figure", "munitions fired")),
        "killed": Figure(range_words(totals.killed), pgettext("figure", "killed")),
        "wounded": Figure(range_words(totals.wounded), pgettext("figure", "wounded")),
    }
    if query.measure == "barrages":
        found["attacks"] = Figure(formats.number(count), ngettext("barrage", "barrages", count))
    elif query.measure == "records":
        found["attacks"] = Figure(formats.number(count), ngettext("record", "records", count))
    first = found.pop(query.measure, None)
    return [*([first] if first else []), *found.values()]


def summary(totals: Totals, query: Filter) -> str:
    """The figures on one line, for narrow screens and for readers of the screen."""
    known = [figure for figure in figures(totals, query) if figure.value != NOT_KNOWN]
    return " · ".join(f"{figure.value} {figure.words}" for figure in known[:3])


# The rule -------------------------------------------------------------------------------------------------------------


def rule(totals: Totals, query: Filter) -> str:
    """What is counted, what is left out of it, and how much is known."""
    parts = [_what(totals, query)]
    if totals.abroad:
        parts.append(_("Of these, %(amount)s outside Iraq.") % {"amount": _amount(totals.abroad, query)})
    if left_out := _left_out(totals, query):
        parts.append(_("Not counted: %(list)s.") % {"list": _(", ").join(left_out)})
    if query.foiled == "counted" and totals.foiled:
        parts.append(
            ngettext("Counts %(count)s foiled attempt.", "Counts %(count)s foiled attempts.", totals.foiled)
            % {"count": formats.number(totals.foiled)}
        )
    if totals.munitions.of and query.measure not in TOLLS:
        parts.append(
            _("Munitions known for %(known)s of %(of)s records, casualties for %(casualties)s; a + marks a minimum.")
            % {
                "known": formats.number(totals.munitions.known),
                "of": formats.number(totals.munitions.of),
                "casualties": formats.number(max(totals.killed.known, totals.wounded.known)),
            }
        )
    if totals.killed_indirectly.high:
        parts.append(
            ngettext(
                "Killed includes %(count)s indirect death.",
                "Killed includes %(count)s indirect deaths.",
                totals.killed_indirectly.high,
            )
            % {"count": formats.number_range(totals.killed_indirectly.low, totals.killed_indirectly.high)}
        )
    if totals.possible_duplicates:
        parts.append(
            _("Of these, %(amount)s may be the same as another.")
            % {"amount": _amount(totals.possible_duplicates, query)}
        )
    if totals.out_of_reach:
        parts.append(
            ngettext(
                "The area leaves out %(count)s record whose place is known only to the province, or not at all.",
                "The area leaves out %(count)s records whose place is known only to the province, or not at all.",
                totals.out_of_reach,
            )
            % {"count": formats.number(totals.out_of_reach)}
        )
    return " ".join(parts)


def _amount(n: int, query: Filter) -> str:
    if query.measure == "attacks":
        return f"{formats.number(n)} {_counted_words(query, n)}"
    return amount(n, query.measure)


def _what(totals: Totals, query: Filter) -> str:
    if query.measure == "attacks":
        return _("Counts %(what)s.") % {"what": _counted_words(query, 2)}
    if query.measure == "barrages":
        return _("Counts %(what)s, but those of one barrage once together.") % {"what": _counted_words(query, 2)}
    if query.measure == "records":
        return _("Counts records, one each, however many attacks they hold.")
    what = {
        "munitions": pgettext("figure", "munitions fired"),
        "killed": pgettext("figure", "killed"),
        "wounded": pgettext("figure", "wounded"),
    }[query.measure]
    return _(
        "Counts %(what)s: %(range)s, known for %(known)s of %(of)s records;"
        " map, timeline and options show the lower bound."
    ) % {
        "what": what,
        "range": formats.number_range(totals.measured.low, totals.measured.high),
        "known": formats.number(totals.measured.known),
        "of": formats.number(totals.measured.of),
    }


def _left_out(totals: Totals, query: Filter) -> list[str]:
    roles, left_out = counted_roles(query), []
    if totals.responses and str(Role.RESPONSE) not in roles:
        left_out.append(
            ngettext("%(count)s US response", "%(count)s US responses", totals.responses)
            % {"count": formats.number(totals.responses)}
        )
    if totals.unclaimed_strikes and str(Role.UNCLAIMED_STRIKE) not in roles:
        left_out.append(
            ngettext("%(count)s unclaimed strike", "%(count)s unclaimed strikes", totals.unclaimed_strikes)
            % {"count": formats.number(totals.unclaimed_strikes)}
        )
    if totals.foiled and query.foiled == "listed":
        left_out.append(
            ngettext("%(count)s foiled attempt", "%(count)s foiled attempts", totals.foiled)
            % {"count": formats.number(totals.foiled)}
        )
    if query.foiled == "without":
        left_out.append(_("foiled attempts"))
    if query.duplicates == "without":
        left_out.append(_("possible duplicates"))
    has_context = str(UsNexus.CONTEXT) in query.chosen("nexus")
    has_discounted = str(Evidence.DISCOUNTED) in query.chosen("evidence")
    if not has_context and not has_discounted:
        left_out.append(_("context-only and discounted reports"))
    elif not has_context:
        left_out.append(_("context-only reports"))
    elif not has_discounted:
        left_out.append(_("discounted reports"))
    return left_out


# Switches -------------------------------------------------------------------------------------------------------------


def switches(query: Filter, address: Address) -> list[Switch]:
    """With or without foiled, discounted, context-only, possible duplicates, abroad."""

    def switch(label: str, name: str, choices: list[tuple[str, Any]]) -> Switch:
        """`choices`: words and the value that the field has then."""
        parameter = BY_NAME[name]
        now = getattr(query, parameter.field)
        links = []
        for words, value in choices:
            written = parameter.write(value) if value != parameter.default else None
            links.append(Link(words, address.url(False, **{name: written}), value == now))
        return Switch(name, label, links)

    def including(label: str, name: str, value: str) -> Switch:
        """Of a group of options that leaves one out by itself."""
        now = getattr(query, BY_NAME[name].field)
        if value in query.chosen(name):
            return switch(label, name, [(_("without"), _one_less(query, name, value)), (_("with"), now)])
        return switch(label, name, [(_("without"), now), (_("with"), _one_more(query, name, value))])

    return [
        switch(
            _("Foiled attempts"),
            "foiled",
            [(_("not counted"), "listed"), (_("counted"), "counted"), (_("left out"), "without")],
        ),
        including(_("Discounted reports"), "evidence", str(Evidence.DISCOUNTED)),
        including(_("Context only"), "nexus", str(UsNexus.CONTEXT)),
        switch(_("Possible duplicates"), "duplicates", [(_("without"), "without"), (_("with"), "with")]),
        switch(_("Abroad"), "country", [(_("without"), (HOME,)), (_("with"), ())]),
    ]


def _one_less(query: Filter, name: str, value: str) -> Any:
    return getattr(query.having(name, f"-{value}"), BY_NAME[name].field)


def _one_more(query: Filter, name: str, value: str) -> Any:
    if query.is_set(name):
        return getattr(query.having(name, value), BY_NAME[name].field)
    return BY_NAME[name].normalise((*query.chosen(name), value))
