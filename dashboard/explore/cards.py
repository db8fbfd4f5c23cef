"""What a card or a row of the table says of one record. A published version never changes: its words are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attacks.choices import AttributionStatus, Basis, DateExtent, Kind, LocationPrecision, Role
from attacks.kept import Kept
from attacks.models import PublishedAttribution, PublishedIncident
from attacks.wording import formats
from dashboard import marks, site
from dashboard.explore.names import Names
from dashboard.labels import label_of

KEPT = 4096  # about 2 KB each


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """The words for one version in one language, with the names of one moment; what is drawn of it is kept by it."""

    public_id: str
    title: str
    is_title_english: bool
    url: str
    month: str
    when: str
    where: str
    precision: str
    mark: str
    kind_words: str
    facts: str
    fired: str
    killed: str
    wounded: str
    status: str
    who: str
    evidence: str
    tags: tuple[str, ...]


PRECISION_WORDS: dict[str, Callable[[], str]] = {
    LocationPrecision.EXACT: lambda: _("exact, 100 m"),
    LocationPrecision.SITE: lambda: _("site, 2 km"),
    LocationPrecision.TOWN: lambda: _("town, 10 km"),
    LocationPrecision.DISTRICT: lambda: _("district"),
    LocationPrecision.PROVINCE: lambda: _("province only"),
}

_kept: Kept[tuple[int, Names], Card] = Kept(KEPT)


def cards(version_ids: list[int], names: Names) -> list[Card]:
    """Cards in the order of `version_ids`; two queries for all that are not kept."""
    found = {key: kept for key in version_ids if (kept := _kept.get((key, names)))}
    if missing := [key for key in version_ids if key not in found]:
        wanted = PublishedIncident.objects.defer("search_text", "location", "sources")
        blamed: dict[int, list[tuple[str, str]]] = {}
        attributions = PublishedAttribution.objects.filter(version_id__in=missing).order_by("pk")
        for key, actor, basis in attributions.values_list("version_id", "actor", "basis"):
            blamed.setdefault(key, []).append((actor, basis))
        made = {key: _card(row, blamed.get(key, []), names) for key, row in wanted.in_bulk(missing).items()}
        found |= made
        for key, card in made.items():
            _kept.put((key, names), card)
    return [found[key] for key in version_ids if key in found]


def _card(incident: PublishedIncident, blamed: list[tuple[str, str]], names: Names) -> Card:
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
        public_id=incident.public_id,
        title=site.local_name(incident),
        is_title_english=formats.is_arabic() and not incident.name_ar,
        url=site.record_url("incident", incident.public_id),
        month=formats.month(incident.occurred_from),
        when=when(incident),
        where=place(incident, names),
        precision=precision_words(incident),
        mark=marks.mark_name(incident.role, incident.kind),
        kind_words=kind_words(incident),
        facts=" · ".join(facts),
        fired=fired,
        killed=killed,
        wounded=wounded,
        status=incident.attribution_status,
        who=who(incident.attribution_status, blamed, names),
        evidence=incident.evidence,
        tags=tags(incident),
    )


def kind_words(incident: PublishedIncident) -> str:
    return label_of(Kind, incident.kind) if incident.role == Role.ATTACK else label_of(Role, incident.role)


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
    if words := formats.local(incident.place_name, incident.place_name_ar):
        return words
    return names.province(incident.province) if incident.province else formats.country(incident.country)


def precision_words(incident: PublishedIncident) -> str:
    """How well the place is known: "site, 2 km"."""
    words = PRECISION_WORDS.get(incident.location_precision)
    return words() if words else _("no point on the map")


def who(status: str, blamed: list[tuple[str, str]], names: Names) -> str:
    """The actors behind the attribution status, at most two by name; `blamed`: actor and basis of each attribution."""
    slugs = list(dict.fromkeys(actor for actor, basis in blamed if basis == status))
    if not slugs and status == AttributionStatus.CONTESTED:
        slugs = list(dict.fromkeys(actor for actor, basis in blamed if basis == Basis.CLAIMED))
    words = [names.actor(slug) for slug in slugs[:2]]
    if len(slugs) > 2:
        words.append(_("and others"))
    return _(", ").join(words)


def tags(incident: PublishedIncident) -> tuple[str, ...]:
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
    return tuple(words)
