"""The figures of the header."""

from __future__ import annotations

from attacks.choices import Role

from .answer import Range, Totals
from .facets import Counts
from .measures import counted, counted_roles, is_foiled, role_of
from .selection import Selection

HOME = "IQ"
MEASURES = ("fired", "killed", "wounded", "killed_indirectly")


def read(selection: Selection, counts: Counts) -> Totals:
    roles = counted_roles(selection.query)
    attacks = records = counted_records = foiled = 0
    by_role = dict.fromkeys(Role, 0)
    for mark, (weight, found) in counts.marks.items():
        records += found
        if is_foiled(mark):
            foiled += found
            continue
        by_role[Role(role_of(mark))] += found
        if role_of(mark) in roles:
            attacks += weight
            counted_records += found
    munitions, killed, wounded, killed_indirectly = _ranges(selection)
    return Totals(
        attacks=attacks,
        records=records,
        counted_records=counted_records,
        responses=by_role[Role.RESPONSE],
        unclaimed_strikes=by_role[Role.UNCLAIMED_STRIKE],
        foiled=foiled,
        abroad=sum(n for country, n in counts.countries.items() if country != HOME),
        possible_duplicates=counts.duplicates,
        munitions=munitions,
        killed=killed,
        wounded=wounded,
        killed_indirectly=killed_indirectly,
    )


def _ranges(selection: Selection) -> list[Range]:
    """Sums over counted records; an open or missing upper bound counts as the lower one."""
    columns = []
    for name in MEASURES:
        low, high = f"{name}_low", f"{name}_high"
        columns += [f"sum({low} * n)", f"sum(coalesce({high}, {low}) * n)", f"sum(n) FILTER ({low} IS NOT NULL)"]
    (row,) = selection.rows(
        f"SELECT sum(n), {', '.join(columns)} FROM (SELECT toll AS code, count(*) AS n FROM {selection.hits}"
        f" WHERE {counted(selection.query)} GROUP BY toll) JOIN toll USING (code)"
    )
    of, *figures = (int(value or 0) for value in row)
    return [
        Range(low=figures[place], high=figures[place + 1], known=figures[place + 2], of=of)
        for place in range(0, len(figures), 3)
    ]
