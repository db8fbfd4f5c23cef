"""The figures of the header."""

from __future__ import annotations

from attacks.choices import Role

from .answer import Range, Totals
from .measures import counted
from .selection import Selection
from .source import TOLL_COLUMNS

HOME = "IQ"
MEASURES = ("fired", "killed", "wounded", "killed_indirectly")


def read(selection: Selection) -> Totals:
    """`by_trait` and `by_place` are filled."""
    rule = counted(selection.query)
    records, responses, strikes, foiled, attacks, counted_records, duplicates = selection.rows(
        "SELECT sum(records), sum(records) FILTER (role = ? AND NOT is_foiled), sum(records) FILTER (role = ?"
        f" AND NOT is_foiled), sum(records) FILTER (is_foiled), sum(n) FILTER ({rule}), sum(records) FILTER ({rule}),"
        f" sum(n) FILTER (is_duplicate AND {rule})"
        " FROM by_trait JOIN trait USING (code) WHERE missed = 0",
        [str(Role.RESPONSE), str(Role.UNCLAIMED_STRIKE)],
    )[0]
    abroad = selection.rows(
        f"SELECT sum(n) FROM by_place JOIN place USING (code) WHERE missed = 0 AND country <> ? AND {rule}",
        [HOME],
    )[0][0]
    munitions, killed, wounded, killed_indirectly = _ranges(selection, rule)
    return Totals(
        attacks=int(attacks or 0),
        records=int(records or 0),
        counted_records=int(counted_records or 0),
        responses=int(responses or 0),
        unclaimed_strikes=int(strikes or 0),
        foiled=int(foiled or 0),
        abroad=int(abroad or 0),
        possible_duplicates=int(duplicates or 0),
        munitions=munitions,
        killed=killed,
        wounded=wounded,
        killed_indirectly=killed_indirectly,
    )


def _ranges(selection: Selection, rule: str) -> list[Range]:
    """Sums over counted records; an open or missing upper bound counts as the lower one."""
    columns = []
    for name in MEASURES:
        low, high = f"{name}_low", f"{name}_high"
        assert low in TOLL_COLUMNS and high in TOLL_COLUMNS
        columns += [f"sum({low} * n)", f"sum(coalesce({high}, {low}) * n)", f"sum(n) FILTER ({low} IS NOT NULL)"]
    row = selection.rows(
        f"SELECT sum(n), {', '.join(columns)} FROM"
        f" (SELECT toll AS code, count(*) AS n FROM hit WHERE {rule} GROUP BY toll) JOIN toll USING (code)"
    )[0]
    figures = [int(value or 0) for value in row]
    of, *rest = figures
    return [Range(*rest[place : place + 3], of) for place in range(0, len(rest), 3)]
