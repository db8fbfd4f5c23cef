"""Template tags and filters of the reading room: numbers, dates, marks, badges, navigation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attacks import choices
from attacks.explorer.answer import CoverageSpan
from attacks.wording import formats
from dashboard import marks, patterns, site
from dashboard.explore import results
from dashboard.explore.cards import KEPT, Card
from dashboard.explore.panel import Group, GroupPlan, Link, Option, Select
from dashboard.explore.results import Listed
from dashboard.labels import label_of

register = template.Library()

register.filter("number", formats.number)
register.filter("digits", formats.digits)
register.filter("day", formats.day)
register.filter("day_long", formats.day_long)
register.filter("day_short", formats.day_short)
register.filter("month", formats.month)
register.filter("year", formats.year)
register.filter("clock", formats.clock)
register.filter("moment_day", formats.moment_day)
register.filter("scope", results.scope_words)
register.simple_tag(formats.number_range, name="number_range")
register.simple_tag(formats.period, name="period")
register.simple_tag(formats.with_precision, name="with_precision")
register.simple_tag(marks.icon, name="icon")
register.simple_tag(marks.kind_mark, name="kind_mark")
register.simple_tag(marks.pips, name="pips")


@register.filter
def label(value: str, enumeration: str) -> str:
    """The translated label of a stored choice: `{{ incident.kind|label:"Kind" }}`; unknown values stand as they are."""
    return label_of(getattr(choices, enumeration), value)


@register.filter
def local_name(record: Any) -> str:
    """The Arabic name or title in Arabic where there is one, the English one otherwise."""
    return site.local_name(record)


@register.simple_tag
def occurred(incident: Any) -> str:
    """When an incident took place, with its uncertainty in words."""
    return formats.occurred(
        incident.occurred_from,
        incident.occurred_to,
        extent=incident.date_extent,
        precision=incident.date_precision,
    )


@register.simple_tag
def incident_mark(incident: Any, size: str = "") -> SafeString:
    return marks.kind_mark(marks.mark_name(incident.role, incident.kind), size)


@register.simple_tag
def attribution_badge(status: str, who: str = "", basis: bool = False) -> SafeString:
    """The mark and the word of an attribution status (`basis=True`: of a basis), with who is meant if known."""
    word = label_of(choices.Basis if basis else choices.AttributionStatus, status)
    text = _("%(status)s: %(who)s") % {"status": word, "who": who} if who else word
    return format_html(
        '<span class="attr attr-{}" title="{}"><i aria-hidden="true"></i><span>{}</span></span>', status, text, text
    )


@register.simple_tag
def evidence_badge(grade: str) -> SafeString:
    """Bars and word of an evidence grade."""
    bars = marks.pips(marks.EVIDENCE_PIPS.get(grade, 0))
    return format_html('<span class="evidence evidence-{}">{}{}</span>', grade, bars, label_of(choices.Evidence, grade))


@register.simple_tag
def option_group(group: Group) -> SafeString:
    """A group of filters: its options with their counts, the long tail folded."""
    fixed = {"plan": group.plan, "is_chosen": group.is_chosen, "selects": group.selects}
    holes: dict[str, str] = {
        "tools": links(group.tools, "tool", group.plan.name),
        "options": _option_rows(group.plan, group.options),
        "more": _option_rows(group.plan, group.more),
    }
    if count := len(group.more):
        holes["more_words"] = ngettext("%(count)s more", "%(count)s more", count) % {"count": formats.number(count)}
    return patterns.fill("explore/group.html", fixed, **{name: text for name, text in holes.items() if text})


def _option_rows(plan: GroupPlan, options: list[Option]) -> SafeString:
    number = formats.numbers()
    rows = [
        (
            {
                "plan": plan,
                "kind": option.kind,
                "is_zero": not option.count,
                "is_child": option.is_child,
                "is_selected": option.is_selected,
                "is_left_out": option.is_left_out,
            },
            (option.value, option.label, number(option.count, 0), str(option.share)),
        )
        for option in options
    ]
    return patterns.fill_all("explore/option.html", ("value", "label", "count", "share"), rows)


@register.simple_tag
def links(links: list[Link], *key: str) -> SafeString:
    """Links in a row, one of which may be where one is; `key` is how each is found again when it is drawn anew."""
    rows = [
        ({"is_current": link.is_current}, (link.url, "-".join([*key, str(number)]), link.words))
        for number, link in enumerate(links, start=1)
    ]
    return patterns.fill_all("explore/link.html", ("url", "key", "words"), rows)


@register.simple_tag
def kind_legend(kinds: Iterable[choices.Kind]) -> SafeString:
    """The marks of kinds with their names."""
    return patterns.fill("explore/legend_kinds.html", {"kinds": tuple(kinds)})


@register.simple_tag
def drop_down(select: Select) -> SafeString:
    """A field of the filter's form of which one value holds."""
    return patterns.fill("explore/select.html", {"select": select})


@register.simple_tag
def card_row(card: Card, tag: str, select_url: str = "", is_selected: bool = False) -> SafeString:
    """The card of one record under a heading `tag`."""
    before, after = _around_pin(card, tag, bool(select_url), is_selected)
    return mark_safe(f"{before}{escape(select_url)}{after}")  # noqa: S308 - drawn from a template


@register.simple_tag
def card_rows(listed: Iterable[Listed], tag: str) -> SafeString:
    """The cards of a list under headings `tag`, those of one month under its name."""
    drawn = []
    for one in listed:
        if one.heading:
            drawn.append(format_html('<h3 class="monthhead">{}</h3>', one.heading))
        drawn.append(card_row(one.card, tag, one.select_url, one.is_selected))
    return mark_safe("".join(drawn))  # noqa: S308 - drawn from templates


_PIN = "\ue001"  # stands where the address of the pin belongs, which alone differs from page to page


@lru_cache(maxsize=KEPT)
def _around_pin(card: Card, tag: str, has_pin: bool, is_selected: bool) -> tuple[str, str]:
    fixed = {"tag": tag, "is_selected": is_selected, "is_title_english": card.is_title_english}
    texts = {
        "mark": marks.kind_mark(card.mark),
        "attribution": attribution_badge(card.status, card.who),
        "evidence": evidence_badge(card.evidence),
        "tags": format_html_join("", '<span class="tag">{}</span>', ((words,) for words in card.tags)),
        "id": card.public_id,
        "title": card.title,
        "url": card.url,
        "select_url": _PIN if has_pin else "",
        "when": card.when,
        "where": card.where,
        "precision": card.precision,
        "facts": card.facts,
    }
    drawn = patterns.fill("explore/card.html", fixed, **{name: text for name, text in texts.items() if text})
    before, _pin, after = drawn.partition(_PIN)
    return before, after


@register.simple_tag
def coverage_list(spans: tuple[CoverageSpan, ...]) -> SafeString:
    """How well each stretch of time is covered; notes are written in English alone, and marked so."""
    return patterns.fill("explore/coverage.html", {"spans": spans, "is_arabic": formats.is_arabic()})


@register.filter
def iso(value: date | None) -> str:
    """The machine form of a date."""
    return value.isoformat() if value else ""


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[dict[str, Any]]:
    """The main pages that exist, with which of them is current."""
    return site.navigation(context.get("request"))


@register.simple_tag(takes_context=True)
def other_language(context: template.Context) -> dict[str, str]:
    """Code, own name and address of the same page in the other language."""
    return site.other_language(context.get("request"))


@register.simple_tag
def record_as_of() -> Any:
    """The moment of the newest revision, or None while nothing is published."""
    return site.record_as_of()


@register.simple_tag
def source_code_url() -> str:
    return site.source_code_url()


@register.simple_tag
def page_url(name: str) -> str:
    """The address of a named page, "" while it does not exist: `{% page_url "method" as method_url %}`."""
    return site.page_url(name)


@register.simple_tag
def record_url(name: str, public_id: str) -> str:
    """The address of one record: `{% record_url "actor" slug as url %}`."""
    return site.record_url(name, public_id)


@register.filter
def country(code: str) -> str:
    return formats.country(code)
