"""The figures of the header."""

from __future__ import annotations

import numpy as np

from attacks.choices import Role

from .answer import Range, Totals
from .facets import Counts
from .measures import TOLLS, counted_roles, is_foiled, role_of
from .selection import AREA, Selection

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
    columns, tolls, rows = selection.columns, selection.state.tolls, selection.counted.at
    records = np.bincount(columns.toll[rows], minlength=tolls.size)
    return int(columns.weight[rows].sum()), {
        name: Range(
            low=int(records @ tolls.low[name]),
            high=int(records @ tolls.high[name]),
            known=int(records @ tolls.is_known[name]),
            of=len(rows),
        )
        for name in SUMMED
    }


def _out_of_reach(selection: Selection) -> int:
    """Records that no area can hold: at no base with a point, and with a point for the whole province or none."""
    columns, rows = selection.columns, selection.matching(but=AREA).at
    has_site = selection.state.places.having("base", selection.moment.sites)[columns.place[rows]]
    return int(((columns.is_vague[rows] | ~columns.is_placed[rows]) & ~has_site).sum())
