"""How many records each option of each filter has under the other filters (drill-sideways), and the counts by mark."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from attacks.choices import (
    AttributionStatus,
    Basis,
    CasualtyGroup,
    DatePrecision,
    Evidence,
    Kind,
    LocationPrecision,
    Role,
    TargetKind,
    UsNexus,
    Weapon,
)

from .answer import FacetOption
from .attributed import KINDS
from .columns import Mask
from .declared import ANY, NOBODY
from .parameters import PLACE, TRAIT, bare
from .schema import BASES, MARK_FOILED, YES
from .selection import Selection

ENUMERATIONS = {
    "kind": Kind, "role": Role, "evidence": Evidence, "status": AttributionStatus, "nexus": UsNexus,
    "weapon": Weapon, "target": TargetKind, "basis": Basis, "precision": LocationPrecision,
    "date_precision": DatePrecision, "casualties": CasualtyGroup,
}  # fmt: skip
TRAIT_FACETS = ("kind", "role", "evidence", "status", "nexus", "weapon", "target", "casualties", "date_precision")
PLACE_FACETS = ("province", "base", "country", "launch_province", "precision")
ATTRIBUTION_FACETS = ("actor", "umbrella", "sponsor", "basis")
FACETS = (*TRAIT_FACETS, *PLACE_FACETS, *ATTRIBUTION_FACETS)


@dataclass(frozen=True, slots=True)
class Counts:
    """What totals take from the sums by code, over matching rows only."""

    marks: dict[int, tuple[int, int]]  # mark → weight, records
    duplicates: int
    provinces: dict[str, int]
    countries: dict[str, int]


Options = dict[str, dict[str, int]]  # facet → option → what it has under the other filters


def count(selection: Selection) -> Counts:
    """The counts by mark, province and country."""
    traits, places = selection.state.traits, selection.state.places
    records, weights = (np.bincount(places.marks, figures) for figures in selection.by_place)
    tally, is_counted = selection.tally(TRAIT), _counted(selection, TRAIT)
    return Counts(
        marks={mark: (int(weights[mark]), int(records[mark])) for mark in np.flatnonzero(records).tolist()},
        duplicates=tally.where(is_counted & traits.having("duplicate", [YES])),
        provinces=_by_name(selection, "province"),
        countries=_by_name(selection, "country"),
    )


def _counted(selection: Selection, scope: str) -> Mask:
    """The codes of counted rows that match."""
    codes, _column = selection.scopes[scope]
    return selection.misses[scope].near("") & selection.counted_marks[codes.marks] & selection.tally(scope).is_there


def _by_name(selection: Selection, facet: str) -> dict[str, int]:
    tally, is_counted = selection.tally(PLACE), _counted(selection, PLACE)
    found = {
        name: tally.of(numbers[is_counted[numbers]]) for name, numbers in selection.state.places.names(facet).items()
    }
    return {name: n for name, n in found.items() if n}


def options(selection: Selection, wanted: tuple[str, ...]) -> dict[str, list[FacetOption]]:
    """The options of the wanted facets: enumerations in their order, names by count."""
    counts: Options = defaultdict(dict)
    for scope, names in ((TRAIT, TRAIT_FACETS), (PLACE, PLACE_FACETS)):
        _count_options(selection, counts, scope, [name for name in names if name in wanted])
    if attributions := [name for name in ATTRIBUTION_FACETS if name in wanted]:
        _count_attributions(selection, counts, attributions)
    return {name: _options(selection, name, counts[name]) for name in wanted}


def _count_options(selection: Selection, counts: Options, scope: str, wanted: list[str]) -> None:
    """One pass over the rows that match but for what is asked of the scope; all else is counted by its codes."""
    codes, _column = selection.scopes[scope]
    misses = selection.misses[scope]
    tally = selection.tally(scope)
    rule = selection.counted_marks[codes.marks]
    for facet in wanted:
        near = misses.near(facet) & tally.is_there
        # The facet of roles counts every role, foiled records aside.
        is_counted = rule | (codes.marks & MARK_FOILED == 0) if facet == "role" else rule
        for name, numbers in codes.names(facet).items():
            numbers = numbers[near[numbers]]
            if len(numbers):
                counts[facet][name] = tally.of(numbers[is_counted[numbers]])


def _count_attributions(selection: Selection, counts: Options, wanted: list[str]) -> None:
    """Counted by what is attributed in each segment of time; a few thousand of those then answer for every option."""
    asks, attributions = selection.attributed, selection.state.attributions
    names = [name for name in wanted if name in KINDS]
    cuts = asks.cuts({*names, *asks.chosen})
    codes, segments, tally = selection.attributed_tally(cuts)

    def fits(mask: int, but: str) -> Mask:
        """Which of them fit what is asked of the other facets."""
        found = np.ones(len(codes), bool)
        for condition in asks.conditions(mask, but=but):
            found &= condition.of_codes(codes, segments, cuts)
        return found

    for name in names:
        others = fits(asks.asked, name)
        heads = {window.ancestor for window in asks.windows(name)}
        values = {*heads, *attributions.actors, NOBODY} if name == "actor" else heads
        for value in values:
            belongs = asks.named(name, [value], asks.asked).of_codes(codes, segments, cuts) & others
            if belongs.any() or value == NOBODY:
                counts[name][value] = tally.where(belongs)
    if "basis" in wanted:
        for basis in BASES:
            counts["basis"][basis] = tally.where(fits(asks.mask(basis), "basis"))


def _options(selection: Selection, name: str, counts: dict[str, int]) -> list[FacetOption]:
    signed = set(getattr(selection.query, name))
    chosen = {value for value in signed if value == bare(value)}
    left_out = {bare(value) for value in signed - chosen}

    def option(value: str, parent: str = "") -> FacetOption:
        return FacetOption(value, counts.get(value, 0), value in chosen, parent, value in left_out)

    if name in ENUMERATIONS:
        more = (ANY,) if name == "casualties" else ()
        return [option(value) for value in (*more, *(str(choice) for choice in ENUMERATIONS[name]))]
    shown = {*counts, *chosen, *left_out, *selection.moment.used[name]}
    parents: dict[str, str] = {}
    if name == "actor":
        parents = _shown_under(selection.moment.ancestry.parents, shown)
        shown |= set(parents.values()) | {NOBODY}
    ranked = sorted(shown, key=lambda value: (value == NOBODY, -counts.get(value, 0), value))
    return [option(value, parents.get(value, "")) for value in ranked]


def _shown_under(above: dict[str, str], slugs: set[str]) -> dict[str, str]:
    """Every shown actor that is a front → the one it stands under; those above are shown as well."""
    parents: dict[str, str] = {}
    waiting = list(slugs)
    while waiting:
        slug = waiting.pop()
        if slug in above and slug not in parents:
            parents[slug] = above[slug]
            waiting.append(above[slug])
    return parents
