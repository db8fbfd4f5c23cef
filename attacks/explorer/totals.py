"""The figures of the header."""

from __future__ import annotations

from attacks.choices import Role

from .answer import Range, Totals
from .facets import Counts
from .measures import TOLLS, counted, counted_roles, is_foiled, role_of
from .selection import Selection

HOME = "IQ"
SUMMED = ("fired", "killed", "wounded", "killed_indirectly")


def read(selection: Selection, counts: Counts) -> Totals:
    query = selection.query
    roles = counted_roles(query)
    measured = records = counted_records = foiled = 0
    by_role = dict.fromkeys(Role, 0)
    for mark, (weight, found) in counts.marks.items():
        records += found
        if is_foiled(mark):
            foiled += found
        else:
            by_role[Role(role_of(mark))] += found
        if role_of(mark) in roles and (query.foiled == "counted" or not is_foiled(mark)):
            measured += weight
            counted_records += found
    attacks, sums = _sums(selection)
    return Totals(
        measured=sums[TOLLS[query.measure]]
        if query.measure in TOLLS
        else Range(measured, measured, counted_records, counted_records),
        attacks=measured if query.measure == "attacks" else attacks,
        records=records,
        counted_records=counted_records,
        responses=by_role[Role.RESPONSE],
        unclaimed_strikes=by_role[Role.UNCLAIMED_STRIKE],
        foiled=foiled,
        out_of_reach=_out_of_reach(selection) if selection.found.inside else 0,
        abroad=sum(n for country, n in counts.countries.items() if country != HOME),
        possible_duplicates=counts.duplicates,
        munitions=sums["fired"],
        killed=sums["killed"],
        wounded=sums["wounded"],
        killed_indirectly=sums["killed_indirectly"],
    )


def _sums(selection: Selection) -> tuple[int, dict[str, Range]]:
    """Attacks, and sums over counted records; an open or missing upper bound counts as the lower one."""
    columns = []
    for name in SUMMED:
        low, high = f"{name}_low", f"{name}_high"
        columns += [f"sum({low} * n)", f"sum(coalesce({high}, {low}) * n)", f"sum(n) FILTER ({low} IS NOT NULL)"]
    # Under the measure of attacks they are summed already.
    attacks = "0" if selection.query.measure == "attacks" else "sum(attacks)"
    (row,) = selection.rows(
        f"SELECT sum(attacks), sum(n), {', '.join(columns)} FROM (SELECT toll AS code, count(*) AS n,"
        f" {attacks} AS attacks FROM {selection.hits} WHERE {counted(selection.query)} GROUP BY toll)"
        " JOIN toll USING (code)"
    )
    all_attacks, of, *figures = (int(value or 0) for value in row)
    return all_attacks, {
        name: Range(low=figures[3 * place], high=figures[3 * place + 1], known=figures[3 * place + 2], of=of)
        for place, name in enumerate(SUMMED)
    }


def _out_of_reach(selection: Selection) -> int:
    """Records that no area can hold: at no base with a point, and with a point for the whole province or none."""
    ((found,),) = selection.rows(
        f"SELECT count(*) FROM (SELECT f.* FROM {selection.matching(but='area')}) f WHERE (is_vague OR x IS NULL)"
        " AND place IN (SELECT code FROM place WHERE NOT list_contains(?, base))",
        [list(selection.moment.sites)],
    )
    return found
