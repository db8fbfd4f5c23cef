"""How many records each option of each filter has under the other filters (drill-sideways)."""

from __future__ import annotations

from collections import defaultdict

from attacks.choices import AttributionStatus, Basis, Evidence, Kind, Role, TargetKind, UsNexus, Weapon

from .answer import FacetOption
from .filters import NOBODY
from .measures import counted, counted_roles
from .parameters import PLACE, TRAIT
from .selection import CODES, Selection

# Facet → the column of its dictionary; lists count for each of their items.
TRAIT_FACETS = {
    "kind": "unnest(kinds)", "role": "role", "evidence": "evidence", "status": "status", "nexus": "nexus",
    "weapon": "unnest(weapons)", "target": "target",
}  # fmt: skip
PLACE_FACETS = {"province": "province", "base": "base", "country": "country", "launch_province": "launch_province"}
ATTRIBUTION_FACETS = ("actor", "basis")
FACETS = (*TRAIT_FACETS, *PLACE_FACETS, *ATTRIBUTION_FACETS)
ENUMERATIONS = {
    "kind": Kind, "role": Role, "evidence": Evidence, "status": AttributionStatus, "nexus": UsNexus,
    "weapon": Weapon, "target": TargetKind, "basis": Basis,
}  # fmt: skip


def count_traits(selection: Selection) -> None:
    """Fills `by_trait`: weight and records of every combination of traits, and the one parameter it misses (0: none)."""
    selection.execute(
        "CREATE TEMP TABLE by_trait AS"
        " SELECT 0 AS missed, trait AS code, sum(weight) AS n, count(*) AS records FROM hit GROUP BY trait"
    )
    selection.execute(
        "INSERT INTO by_trait SELECT near.missed, counts.code, n, records FROM ("
        f" SELECT trait AS code, sum(weight) AS n, count(*) AS records FROM incident f WHERE {selection.where(but=TRAIT)}"
        "  AND trait IN (SELECT code FROM near_trait WHERE missed > 0) GROUP BY trait"
        ") counts JOIN near_trait near ON near.code = counts.code"
    )


def count_places(selection: Selection, *, sideways: bool) -> None:
    """Fills `by_place`: weight and records by mark of every combination of places, and the one parameter it misses."""
    selection.execute(
        "CREATE TEMP TABLE by_place AS SELECT 0 AS missed, place AS code, mark, sum(weight) AS n, count(*) AS records,"
        " any_value(version) AS version FROM hit GROUP BY place, mark"
    )
    if sideways and selection.has(PLACE):
        selection.execute(
            "INSERT INTO by_place SELECT near.missed, counts.* FROM ("
            "  SELECT place AS code, mark, sum(weight) AS n, count(*) AS records, any_value(version) FROM incident f"
            f" WHERE {selection.where(but=PLACE)}"
            "   AND place IN (SELECT code FROM near_place WHERE missed > 0) GROUP BY place, mark"
            ") counts JOIN near_place near ON near.code = counts.code"
        )


def read(selection: Selection, wanted: tuple[str, ...]) -> dict[str, list[FacetOption]]:
    """The options of the wanted facets; `by_trait` and `by_place` are filled."""
    counts: dict[str, dict[str, int]] = {name: {} for name in wanted}
    parts = [_trait_sql(selection, name) for name in wanted if name in TRAIT_FACETS]
    parts += [_place_sql(selection, name) for name in wanted if name in PLACE_FACETS]
    if any(name in ATTRIBUTION_FACETS for name in wanted):
        parts += _attribution_sql(selection, wanted)
    if parts:
        for name, value, n in selection.rows(" UNION ALL ".join(parts)):
            counts[name][value] = int(n)
    return {name: _options(selection, name, counts[name]) for name in wanted}


def _trait_sql(selection: Selection, name: str) -> str:
    by_rule = "" if name == "role" else f" AND {counted(selection.query)}"
    return (
        f"SELECT '{name}' AS facet, value, sum(n) AS n FROM ("
        f"SELECT {TRAIT_FACETS[name]} AS value, n FROM by_trait JOIN trait USING (code)"
        f" WHERE missed IN (0, {CODES[name]}){by_rule}) GROUP BY value"
    )


def _place_sql(selection: Selection, name: str) -> str:
    return (
        f"SELECT '{name}', {PLACE_FACETS[name]} AS value, sum(n) FROM by_place JOIN place USING (code)"
        f" WHERE missed IN (0, {CODES[name]}) AND value <> '' AND {counted(selection.query)} GROUP BY value"
    )


def _attribution_sql(selection: Selection, wanted: tuple[str, ...]) -> list[str]:
    query = selection.query
    rows = "hit f" if not selection.names_somebody else "incident f"
    where = "true" if not selection.names_somebody else selection.where(but="attribution")
    selection.execute(
        f"CREATE TEMP TABLE by_attribution AS SELECT attributed AS code, {selection.segment('from_day')} AS day,"
        f" sum(weight) AS n FROM {rows} WHERE {where} AND {counted(query)} GROUP BY ALL"
    )
    parts = []
    if "actor" in wanted:
        named = "SELECT DISTINCT code, actor FROM attribution WHERE basis IN (FROM asked_basis)"
        by_day = ""
        if query.actor_by == "parent":
            named = (
                "SELECT code, actor, day FROM by_attribution JOIN attribution USING (code)"
                " WHERE basis IN (FROM asked_basis) UNION "
                "SELECT code, ancestor, day FROM by_attribution JOIN attribution USING (code) JOIN ancestry USING (actor)"
                " WHERE basis IN (FROM asked_basis) AND day BETWEEN since AND until"
            )
            by_day = " AND named.day = by_attribution.day"
        parts.append(
            f"SELECT 'actor', actor, sum(n) FROM by_attribution JOIN ({named}) named"
            f" ON named.code = by_attribution.code{by_day} GROUP BY actor"
        )
        parts.append(
            f"SELECT 'actor', '{NOBODY}', coalesce(sum(n), 0) FROM by_attribution"
            " WHERE code NOT IN (SELECT code FROM attribution WHERE basis IN (FROM asked_basis))"
        )
    if "basis" in wanted:
        parts += [
            f"SELECT 'basis', '{basis}', coalesce(sum(n), 0) FROM by_attribution"
            " WHERE " + selection.attributed("code", "day", f"basis = '{basis}'")
            for basis in Basis
        ]
    return parts


def _options(selection: Selection, name: str, counts: dict[str, int]) -> list[FacetOption]:
    query = selection.query
    chosen = getattr(query, name)
    if name in ENUMERATIONS:
        values = [str(choice) for choice in ENUMERATIONS[name]]
        marked = counted_roles(query) if name == "role" and query.role else chosen
        marked = chosen if name == "role" else marked
        return [FacetOption(value, counts.get(value, 0), value in marked) for value in values]
    known = {*counts, *chosen, *_used(selection, name)}
    parents = _shown_under(selection, known) if name == "actor" else {}
    known |= set(parents.values()) | ({NOBODY} if name == "actor" else set())
    ranked = sorted(known, key=lambda value: (value == NOBODY, -counts.get(value, 0), value))
    return [FacetOption(value, counts.get(value, 0), value in chosen, parents.get(value, "")) for value in ranked]


def _used(selection: Selection, name: str) -> list[str]:
    """Names that are public at the watermark and occur in the record."""
    table, used = {
        "province": ("province", "SELECT slug FROM province"),
        "launch_province": ("province", "SELECT slug FROM province"),
        "base": ("base", "SELECT base FROM place"),
        "actor": ("actor", "SELECT actor FROM attribution"),
        "country": ("", ""),
    }[name]
    if not table:
        return []
    w = selection.watermark
    sql = f"SELECT slug FROM {table} WHERE from_rev <= {w} AND to_rev > {w} AND slug IN ({used})"
    return [slug for (slug,) in selection.rows(sql)]


def _shown_under(selection: Selection, slugs: set[str]) -> dict[str, str]:
    """Every actor of a front_for relation that is shown → the one it stands under; those above are shown as well."""
    parents: dict[str, str] = {}
    waiting = list(slugs)
    seen: dict[str, bool] = defaultdict(bool)
    while waiting:
        slug = waiting.pop()
        if not seen[slug] and slug in selection.ancestry.parents:
            parents[slug] = selection.ancestry.parents[slug]
            waiting.append(parents[slug])
        seen[slug] = True
    return parents
