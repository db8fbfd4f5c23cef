"""What the database refuses, said kindly: for each rule the field at fault, the values and the remedy.

Forms ask before they save, imports after the database has refused a row; both say it in the words that stand here.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

_ORDER = _("%(late)s is before %(early)s: exchange them, or correct one.")
_FIGURES = _("%(low)s is more than %(high)s: exchange them, or correct one.")
_NO_PRECISION = _("Say how well %(value)s is known, or leave the date empty.")
_NO_POINT = _("A point and its precision go together: give both or neither.")
_COUNTRY = _("“%(value)s” is no country code: write two capital letters, such as IQ.")
_ABROAD = _("Only places in Iraq have a province: change the country %(country)s or leave the province empty.")

# rule: (field that is marked, words, names of the attributes that the words quote)
Refusal = tuple[str, Any, dict[str, str]]


def _dates(name: str, early: str, late: str) -> dict[str, Refusal]:
    return {name: (late, _ORDER, {"early": early, "late": late})}


def _precision(name: str, field: str) -> dict[str, Refusal]:
    return {name: (f"{field}_precision", _NO_PRECISION, {"value": field})}


def _figures(name: str, figure: str) -> dict[str, Refusal]:
    return {name: (f"{figure}_high", _FIGURES, {"low": f"{figure}_low", "high": f"{figure}_high"})}


REFUSALS: dict[str, Refusal] = {
    **_dates("affiliation_dates_are_ordered", "since", "until"),
    **_dates("presence_dates_are_ordered", "since", "until"),
    **_dates("incident_dates_are_ordered", "occurred_from", "occurred_to"),
    **_dates("tally_dates_are_ordered", "period_from", "period_to"),
    **_dates("coverage_dates_are_ordered", "period_from", "period_to"),
    **_precision("affiliation_since_has_precision", "since"),
    **_precision("affiliation_until_has_precision", "until"),
    **_precision("presence_since_has_precision", "since"),
    **_precision("presence_until_has_precision", "until"),
    **_precision("source_date_has_precision", "published_on"),
    **_precision("statement_date_has_precision", "issued_on"),
    **_precision("tally_from_has_precision", "period_from"),
    **_precision("tally_to_has_precision", "period_to"),
    **_precision("tally_stated_on_has_precision", "stated_on"),
    **_figures("munition_fired_is_ordered", "fired"),
    **_figures("munition_hit_is_ordered", "hit"),
    **_figures("munition_fell_wide_is_ordered", "fell_wide"),
    **_figures("munition_intercepted_is_ordered", "intercepted"),
    **_figures("munition_failed_is_ordered", "failed"),
    **_figures("munition_found_unfired_is_ordered", "found_unfired"),
    **_figures("casualties_killed_are_ordered", "killed"),
    **_figures("casualties_wounded_are_ordered", "wounded"),
    "munition_outcomes_do_not_exceed_fired": (
        "fired_high",
        _("More than %(fired)s were accounted for: the lowest figures of hit, wide, intercepted and failed exceed it."),
        {"fired": "fired_high"},
    ),
    "base_location_has_precision": ("location_precision", _NO_POINT, {}),
    "incident_location_has_precision": ("location_precision", _NO_POINT, {}),
    "incident_launch_has_precision": ("launch_precision", _("Say how narrow the launch area is."), {}),
    "base_abroad_has_no_province": ("province", _ABROAD, {"country": "country"}),
    "incident_abroad_has_no_province": ("province", _ABROAD, {"country": "country"}),
    "base_country_is_iso_3166": ("country", _COUNTRY, {"value": "country"}),
    "incident_country_is_iso_3166": ("country", _COUNTRY, {"value": "country"}),
    "actor_country_is_iso_3166": ("country", _COUNTRY, {"value": "country"}),
    "outlet_country_is_iso_3166": ("country", _COUNTRY, {"value": "country"}),
    "province_code_is_iso_3166_2": (
        "code",
        _("“%(value)s” is no code of a governorate: write ISO 3166-2, such as IQ-BG."),
        {"value": "code"},
    ),
    "incident_date_extent_fits_dates": (
        "date_extent",
        _("From %(first)s to %(last)s: one day is a single day, several either lasted or are uncertain."),
        {"first": "occurred_from", "last": "occurred_to"},
    ),
    "incident_times_are_ordered": (
        "time_to",
        _("On one day %(late)s is before %(early)s: across midnight, give the next day as the last."),
        {"early": "time_from", "late": "time_to"},
    ),
    "incident_counts_at_least_one": ("attack_count", _("A record holds at least one attack."), {}),
    "incident_discounted_with_a_reason": (
        "evidence_note",
        _("Say why it is discounted: the reason is public."),
        {},
    ),
    "incident_is_not_its_own_duplicate": (
        "possible_duplicate_of",
        _("It can't be a duplicate of itself: choose another incident."),
        {},
    ),
    "link_is_not_to_itself": ("to", _("An incident has no link to itself: choose another one."), {}),
    "affiliation_is_not_with_itself": ("parent", _("An actor does not stand under itself: choose another one."), {}),
    "attribution_is_made_by_one": ("made_by_outlet", _("Made by an actor or by an outlet: leave one empty."), {}),
    "tally_has_one_issuer": ("issuer_outlet", _("Issued by an actor or by an outlet: give exactly one."), {}),
    "source_address_is_http": (
        "url",
        _("“%(value)s” is no address on the web: it begins with http:// or https://."),
        {"value": "url"},
    ),
    "casualties_one_row_per_group": (
        "group",
        _("Each group has one row, and one more for indirect casualties: put the figures together."),
        {},
    ),
    "account_one_per_source_and_voice": (
        "said_by",
        _("A source has one account for each voice that it quotes: put the facts together."),
        {},
    ),
    "reported_value_one_per_fact": ("field", _("An account gives each fact once."), {}),
    "link_is_unique": ("to", _("This link stands there already."), {}),
    "affiliation_has_no_cycle": (
        "parent",
        _("This actor already stands under the one that the affiliation is of: choose another."),
        {},
    ),
    "report_has_text_or_address": ("text", _("Give the text of the report or its address."), {}),
    "report_rejected_with_a_reason": ("reason", _("Say why it was not used."), {}),
}


def refusal(rule: str, row: Model) -> tuple[str, str] | None:
    """(field, words) for a rule, by its name in the database, that this row breaks; None for rules without words."""
    if rule not in REFUSALS:
        return None
    field, words, quoted = REFUSALS[rule]
    values = {name: getattr(row, attribute) for name, attribute in quoted.items()}
    return field, str(words) % values if values else str(words)
