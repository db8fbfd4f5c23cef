"""How many records each option of each filter has under the other filters (drill-sideways), and the counts by mark."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

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
from .attributed import KINDS, Attributed
from .declared import ANY, NOBODY
from .measures import Sum, counted
from .parameters import PLACE, TRAIT, bare
from .schema import BASES, MARK_FOILED
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
    if attributions := [name for name in ATTRIBUTION_FACETS if name in wanted]:
        _count_attributions(selection, counts, attributions)
    return counts


def options(selection: Selection, counts: Counts, wanted: tuple[str, ...]) -> dict[str, list[FacetOption]]:
    """The options of the wanted facets: enumerations in their order, names by count."""
    return {name: _options(selection, name, counts.options[name]) for name in wanted}


def _count_traits(selection: Selection, counts: Counts, *, is_sideways: bool) -> None:
    rule, sums = counted(selection.query, "value.mark"), Sum(selection.query)
    columns = f"trait AS code, {sums.columns}, count(*) AS records"
    passes = f"SELECT {columns} FROM {selection.hits} GROUP BY trait{sums.groups}"
    if is_sideways and selection.narrows(TRAIT):
        columns = f"trait, {sums.columns}, count(*)"
        passes += f" UNION ALL SELECT {columns} FROM {selection.matching(missing=TRAIT)} GROUP BY trait{sums.groups}"
    # Totals by mark count the rows themselves; the facet of roles counts every role, foiled records aside.
    roles = f"facet = 'role' AND ({rule} OR value.mark & {MARK_FOILED} = 0)"
    rows = selection.rows(
        f"SELECT facet, value, CASE facet WHEN 'mark' THEN sum(n) ELSE {sums.total()} END, sum(records)"
        f" FROM ({passes}) counts JOIN {_near(selection, TRAIT)} near ON near.code = counts.code"
        " JOIN trait_value value ON value.code = counts.code"
        f" WHERE near.missed IN ('', facet) AND (facet = 'mark' OR {roles} OR {rule}) GROUP BY facet, value"
    )
    for facet, value, n, records in rows:
        if facet == "mark":
            counts.marks[int(value)] = int(n), records
        elif facet == "duplicate":
            counts.duplicates = int(n)
        else:
            counts.options[facet][value] = int(n)


def _count_places(selection: Selection, counts: Counts, *, is_sideways: bool) -> None:
    rule, sums = counted(selection.query, "value.mark"), Sum(selection.query)
    columns = f"place AS code, {sums.columns}, count(*) AS records, min(version) AS version"
    passes = f"SELECT {columns} FROM {selection.hits} GROUP BY place{sums.groups}"
    if is_sideways and selection.narrows(PLACE):
        rows_near = selection.matching(missing=PLACE)
        passes += f" UNION ALL SELECT {columns} FROM {rows_near} GROUP BY place{sums.groups}"
    hits = f"{rule} AND near.missed = ''"
    rows = selection.rows(
        f"SELECT facet, value, CASE WHEN facet = 'site' THEN value.mark ELSE {NO_MARK} END AS seen, {sums.total(rule)},"
        f" CASE facet WHEN 'site' THEN sum(n) FILTER ({hits}) ELSE {sums.total(hits)} END,"
        " sum(records) FILTER (near.missed = ''), min(version) FILTER (near.missed = '')"
        f" FROM ({passes}) counts JOIN {_near(selection, PLACE)} near ON near.code = counts.code"
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


def _count_attributions(selection: Selection, counts: Counts, wanted: list[str]) -> None:
    """Counted by what is attributed and segment of time; a few thousand of those then answer for every option."""
    query, asks, sums = selection.query, selection.attributed, Sum(selection.query)
    rows = selection.hits
    if asks.narrows:
        rows = f"(SELECT f.* FROM {selection.matching(but='attribution')}) f"
    names = [name for name in wanted if name in KINDS]
    cuts = asks.cuts({*names, *asks.chosen})
    windows = [
        [name, w.actor, w.ancestor, bisect_right(cuts, w.since), bisect_right(cuts, w.until)]
        for name in names
        for w in asks.windows(name)
    ]
    # Who stands above others counts for itself as well.
    heads = {(name, ancestor) for name, _actor, ancestor, *_span in windows if name != "actor"}
    windows += [[name, head, head, 0, len(cuts)] for name, head in sorted(heads)]
    selection.table("stands (facet VARCHAR, actor VARCHAR, ancestor VARCHAR, low INTEGER, high INTEGER)", windows)
    parts = _one_by_one(names, asks, sums, cuts) if asks.chosen else _at_once(names, asks, sums)
    if "basis" in wanted:
        parts += _by_basis(asks, sums, cuts)
    if not parts:
        return
    found = selection.rows(
        f"WITH counts AS MATERIALIZED (SELECT attributed AS code, {selection.segment(cuts)} AS segment, {sums.columns}"
        f" FROM {rows} WHERE {counted(query)} GROUP BY code, segment{sums.groups}) {' UNION ALL '.join(parts)}"
    )
    for facet, value, n in found:
        counts.options[facet][value] = int(n or 0)


def _at_once(names: list[str], asks: Attributed, sums: Sum) -> list[str]:
    """SQL for the counts of all options where nobody in particular is asked for: the options then share their rows."""
    columns = "code, segment, n, single, barrage" if sums.is_by_barrage else "code, segment, n"
    named = f"FROM counts JOIN named USING (code) WHERE mask & {asks.asked} <> 0"
    rows = [
        f"SELECT facet, {columns}, ancestor AS value FROM counts JOIN named USING (code) JOIN stands USING (actor)"
        f" WHERE mask & {asks.asked} <> 0 AND segment BETWEEN low AND high"
    ]
    parts = []
    if "actor" in names:
        if asks.windows("actor"):
            rows.append(f"SELECT 'actor', {columns}, actor {named}")
        else:
            parts.append(f"SELECT 'actor' AS facet, actor AS value, {sums.total()} AS n {named} GROUP BY actor")
        parts.append(
            f"SELECT 'actor' AS facet, '{NOBODY}' AS value, {sums.total()} AS n FROM counts"
            f" JOIN attributed USING (code) WHERE mask & {asks.asked} = 0"
        )
    if any(asks.windows(name) for name in names):
        parts.append(
            f"SELECT facet, value, {sums.total()} AS n FROM (SELECT DISTINCT * FROM ({' UNION ALL '.join(rows)}))"
            " GROUP BY facet, value"
        )
    return parts


def _one_by_one(names: list[str], asks: Attributed, sums: Sum, cuts: list[int]) -> list[str]:
    """SQL for the counts of each facet under what is asked of the others."""
    parts = []
    for name in names:
        if name != "actor" and not asks.windows(name) and name not in asks.chosen:
            continue  # nobody stands under anybody
        others = asks.condition(asks.asked, but=name, code="code", segments=cuts)
        rows_of = _named(name, asks, sums, others)
        parts.append(f"SELECT '{name}' AS facet, value, {sums.total()} AS n FROM ({rows_of}) GROUP BY value")
        if name == "actor":
            parts.append(
                f"SELECT 'actor', '{NOBODY}', {sums.total()} FROM counts JOIN attributed USING (code)"
                f" WHERE mask & {asks.asked} = 0 AND {others}"
            )
    return parts


def _by_basis(asks: Attributed, sums: Sum, cuts: list[int]) -> list[str]:
    """SQL for the figures of each basis. Whom a filter asks for has to be named on that very basis."""
    if asks.chosen:
        return [
            f"SELECT 'basis' AS facet, '{basis}' AS value, {sums.total()} AS n FROM counts"
            f" WHERE {asks.condition(asks.mask(basis), but='basis', code='code', segments=cuts)}"
            for basis in BASES
        ]
    masks = ", ".join(f"('{basis}', {asks.mask(basis)})" for basis in BASES)
    return [
        f"SELECT 'basis' AS facet, basis.name AS value, {sums.total()} AS n FROM counts JOIN attributed USING (code)"
        f" JOIN (VALUES {masks}) basis (name, bits) ON mask & bits <> 0 GROUP BY basis.name"
    ]


def _named(name: str, asks: Attributed, sums: Sum, others: str) -> str:
    """SQL for the counts, once for each option that they belong to: the named actors, and whom these stand under."""
    columns = "code, segment, n, single, barrage" if sums.is_by_barrage else "code, segment, n"
    is_asked = f"mask & {asks.asked} <> 0 AND {others}"
    itself = "" if name == "actor" else f" AND actor IN (SELECT ancestor FROM stands WHERE facet = '{name}')"
    rows = f"SELECT {columns}, actor AS value FROM counts JOIN named USING (code) WHERE {is_asked}{itself}"
    if not asks.windows(name):
        return rows
    return (
        f"SELECT DISTINCT * FROM ({rows} UNION ALL"
        f" SELECT {columns}, ancestor FROM counts JOIN named USING (code) JOIN stands USING (actor)"
        f" WHERE facet = '{name}' AND {is_asked} AND segment BETWEEN low AND high)"
    )


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
