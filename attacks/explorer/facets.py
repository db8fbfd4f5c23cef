"""How many records each option of each filter has under the other filters (drill-sideways), and the counts by mark."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from attacks.choices import AttributionStatus, Basis, Evidence, Kind, Role, TargetKind, UsNexus, Weapon

from .answer import FacetOption
from .declared import NOBODY
from .measures import counted
from .parameters import PLACE, TRAIT
from .schema import BASES, bits
from .selection import Selection

ENUMERATIONS = {
    "kind": Kind, "role": Role, "evidence": Evidence, "status": AttributionStatus, "nexus": UsNexus,
    "weapon": Weapon, "target": TargetKind, "basis": Basis,
}  # fmt: skip
TRAIT_FACETS = ("kind", "role", "evidence", "status", "nexus", "weapon", "target")
PLACE_FACETS = ("province", "base", "country", "launch_province")
ATTRIBUTION_FACETS = ("actor", "basis")
FACETS = (*TRAIT_FACETS, *PLACE_FACETS, *ATTRIBUTION_FACETS)
NO_MARK = 255


@dataclass(slots=True)
class Site:
    """The matching records of one base with one mark."""

    base: str
    mark: int
    n: int
    records: int
    version: int  # of one of them


@dataclass(slots=True)
class Counts:
    """What the passes bring: `options` counted under the other filters, all else over matching rows only."""

    options: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    marks: dict[int, tuple[int, int]] = field(default_factory=dict)  # mark → weight, records
    duplicates: int = 0
    provinces: dict[str, int] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    sites: list[Site] = field(default_factory=list)


def count(selection: Selection, wanted: tuple[str, ...]) -> Counts:
    """One pass over the rows for the traits, one for the places, one for the attributions."""
    counts = Counts()
    _count_traits(selection, counts, is_sideways=any(name in TRAIT_FACETS for name in wanted))
    _count_places(selection, counts, is_sideways=any(name in PLACE_FACETS for name in wanted))
    if any(name in ATTRIBUTION_FACETS for name in wanted):
        _count_attributions(selection, counts)
    return counts


def options(selection: Selection, counts: Counts, wanted: tuple[str, ...]) -> dict[str, list[FacetOption]]:
    """The options of the wanted facets: enumerations in their order, names by count."""
    return {name: _options(selection, name, counts.options[name]) for name in wanted}


def _count_traits(selection: Selection, counts: Counts, *, is_sideways: bool) -> None:
    rule = counted(selection.query, "value.mark")
    passes = f"SELECT trait AS code, sum(weight) AS n, count(*) AS records FROM {selection.hits} GROUP BY trait"
    if is_sideways and selection.narrows(TRAIT):
        passes += (
            f" UNION ALL SELECT trait, sum(weight), count(*) FROM {selection.matching(missing=TRAIT)} GROUP BY trait"
        )
    rows = selection.rows(
        f"SELECT facet, value, near.missed = '' AS is_hit, sum(n), sum(records) FROM ({passes}) counts"
        f" JOIN {_near(selection, TRAIT)} near ON near.code = counts.code"
        " JOIN trait_value value ON value.code = counts.code"
        f" WHERE near.missed IN ('', facet) AND (facet IN ('mark', 'role') OR {rule}) GROUP BY facet, value, is_hit"
    )
    for facet, value, _is_hit, n, records in rows:
        if facet == "mark":
            counts.marks[int(value)] = int(n), records
        elif facet == "duplicate":
            counts.duplicates = int(n)
        else:
            counts.options[facet][value] = counts.options[facet].get(value, 0) + int(n)


def _count_places(selection: Selection, counts: Counts, *, is_sideways: bool) -> None:
    rule = counted(selection.query)
    columns = "place AS code, mark, sum(weight) AS n, count(*) AS records, min(version) AS version"
    passes = f"SELECT {columns} FROM {selection.hits} GROUP BY place, mark"
    if is_sideways and selection.narrows(PLACE):
        passes += f" UNION ALL SELECT {columns} FROM {selection.matching(missing=PLACE)} GROUP BY place, mark"
    rows = selection.rows(
        f"SELECT facet, value, CASE WHEN facet = 'site' THEN mark ELSE {NO_MARK} END AS seen,"
        f" sum(n) FILTER ({rule}), sum(n) FILTER ({rule} AND near.missed = ''), sum(records) FILTER (near.missed = ''),"
        f" min(version) FILTER (near.missed = '') FROM ({passes}) counts"
        f" JOIN {_near(selection, PLACE)} near ON near.code = counts.code"
        " JOIN place_value value ON value.code = counts.code"
        " WHERE near.missed IN ('', facet) AND value <> '' GROUP BY facet, value, seen"
    )
    for facet, value, mark, n, hits, records, version in rows:
        if facet == "site":
            if records:
                counts.sites.append(Site(value, mark, int(hits or 0), int(records), version))
            continue
        counts.options[facet][value] = int(n or 0)
        if facet in ("province", "country") and hits:
            found = counts.provinces if facet == "province" else counts.countries
            found[value] = int(hits)


def _near(selection: Selection, scope: str) -> str:
    return f"near_{scope}" if selection.narrows(scope) else f"(SELECT code, '' AS missed FROM {scope})"


def _count_attributions(selection: Selection, counts: Counts) -> None:
    query, asked = selection.query, selection.asked
    rows = selection.hits
    if selection.names_somebody:
        rows = f"(SELECT f.* FROM {selection.matching(but='attribution')}) f"
    bases = ", ".join(f"('{basis}', {bits(basis)})" for basis in BASES)
    named = f"SELECT actor, n FROM counts JOIN named USING (code) WHERE mask & {asked} <> 0"
    if query.actor_by == "parent":
        named = (
            "SELECT DISTINCT code, segment, actor, n FROM ("
            f"SELECT code, segment, actor, n FROM counts JOIN named USING (code) WHERE mask & {asked} <> 0 UNION ALL "
            "SELECT code, segment, ancestor, n FROM counts JOIN named USING (code) JOIN ancestry USING (actor)"
            f" WHERE mask & {asked} <> 0 AND segment BETWEEN low AND high)"
        )
    if not query.actor:
        masks = "SELECT n, mask FROM counts JOIN attributed USING (code)"
    else:
        masks = (
            "SELECT code, segment, any_value(n) AS n, bit_or(mask) AS mask FROM counts JOIN named USING (code)"
            " WHERE actor IN (FROM asked_actor)"
        )
        if query.actor_by == "parent":
            masks += (
                " OR EXISTS (FROM ancestry a JOIN asked_actor ON a.ancestor = name"
                " WHERE a.actor = named.actor AND counts.segment BETWEEN a.low AND a.high)"
            )
        masks += " GROUP BY code, segment"
    parts = [
        f"SELECT 'actor' AS facet, actor AS value, sum(n) AS n FROM ({named}) GROUP BY actor",
        f"SELECT 'actor', '{NOBODY}', sum(n) FROM counts JOIN attributed USING (code) WHERE mask & {asked} = 0",
        f"SELECT 'basis', basis.name, sum(n) FROM ({masks}) JOIN (VALUES {bases}) basis (name, bits)"
        " ON mask & bits <> 0 GROUP BY basis.name",
    ]
    if NOBODY in query.actor:
        parts.append(
            "SELECT 'basis', basis.name, sum(n) FROM counts JOIN attributed USING (code)"
            f" JOIN (VALUES {bases}) basis (name, bits) ON mask & bits = 0 GROUP BY basis.name"
        )
    found = selection.rows(
        f"WITH counts AS MATERIALIZED (SELECT attributed AS code, {selection.segment()} AS segment,"
        f" sum(weight) AS n FROM {rows} WHERE {counted(query)} GROUP BY ALL) {' UNION ALL '.join(parts)}"
    )
    for facet, value, n in found:
        counts.options[facet][value] = counts.options[facet].get(value, 0) + int(n or 0)


def _options(selection: Selection, name: str, counts: dict[str, int]) -> list[FacetOption]:
    chosen = getattr(selection.query, name)
    if name in ENUMERATIONS:
        values = [str(choice) for choice in ENUMERATIONS[name]]
        return [FacetOption(value, counts.get(value, 0), value in chosen) for value in values]
    shown = {*counts, *chosen, *selection.moment.used[name]}
    parents: dict[str, str] = {}
    if name == "actor":
        parents = _shown_under(selection.moment.ancestry.parents, shown)
        shown |= set(parents.values()) | {NOBODY}
    ranked = sorted(shown, key=lambda value: (value == NOBODY, -counts.get(value, 0), value))
    return [FacetOption(value, counts.get(value, 0), value in chosen, parents.get(value, "")) for value in ranked]


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
