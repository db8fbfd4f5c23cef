"""The counting rule: which of the matching records are counted, and what each adds.

By default attacks are counted by their `attack_count`, never foiled ones; which grades of evidence and which links to
the United States match at all is part of the filter. Where a filter leaves attacks out, records of its other roles are
counted, one each. Roles, and what was foiled, stand in the mark of every row.

The measure says what a counted record adds:
    attacks    its attacks
    records    one
    barrages   its attacks, but records that are parts of one barrage add one together: in sums over time and on the map
               the first of them adds it, and an option or a province counts it wherever one of them belongs
    munitions, killed, wounded
               the lower bound of what is reported, nothing where nothing is; totals give both bounds
"""

from __future__ import annotations

from attacks.choices import Role

from .filters import Filter
from .schema import KINDS, MARK_FOILED, MARK_ROLE, ROLES

BARRAGES = "barrages"
TOLLS = {"munitions": "fired", "killed": "killed", "wounded": "wounded"}  # measure → columns of the toll


def counted_roles(query: Filter) -> tuple[str, ...]:
    """The roles that the filter counts."""
    roles = query.chosen("role")
    return (str(Role.ATTACK),) if str(Role.ATTACK) in roles else roles


def counted(query: Filter, mark: str = "mark") -> str:
    """SQL that holds for counted rows; `mark` names the column."""
    ranges = ["false"]
    for role in counted_roles(query):
        low = MARK_ROLE * ROLES.index(role)
        ranges.append(f"{mark} BETWEEN {low} AND {low + len(KINDS) - 1}")
        if query.foiled == "counted":
            ranges.append(f"{mark} BETWEEN {low + MARK_FOILED} AND {low + MARK_FOILED + len(KINDS) - 1}")
    return "(" + " OR ".join(ranges[1:] or ranges) + ")"


def incidents(query: Filter) -> str:
    """SQL for the table of incidents, `f`, whose `weight` is what the measure says."""
    if query.measure in TOLLS:
        column = f"coalesce(toll.{TOLLS[query.measure]}_low, 0)"
        joined = "incident f JOIN toll ON toll.code = f.toll"
        return f"(SELECT f.* REPLACE ({column} AS weight), f.weight AS attacks FROM {joined}) f"
    if query.measure == "records":
        return "(SELECT f.* REPLACE (1 AS weight), f.weight AS attacks FROM incident f) f"
    if query.measure == BARRAGES:
        # What belongs to a barrage weighs nothing until it is known which record comes first.
        weight = "CASE WHEN barrage_of.barrage IS NULL THEN f.weight ELSE 0 END"
        joined = "incident f LEFT JOIN barrage_of ON barrage_of.version = f.version"
        return f"(SELECT f.* REPLACE ({weight} AS weight), f.weight AS attacks, barrage_of.barrage FROM {joined}) f"
    return "incident f"


class Sum:
    """How rows are summed for options, in two steps: by code (`columns`, `groups`), then by option (`total`)."""

    def __init__(self, query: Filter) -> None:
        self.is_by_barrage = query.measure == BARRAGES
        # A barrage counts once for each option, whichever of its records belongs there.
        self.columns = "sum(weight) AS n"
        self.groups = ""
        if self.is_by_barrage:
            self.columns = "sum(weight) AS n, sum(weight) FILTER (barrage IS NULL) AS single, barrage"
            self.groups = ", barrage"

    def total(self, where: str = "true") -> str:
        """SQL for the figure of one option."""
        if self.is_by_barrage:
            return f"coalesce(sum(single) FILTER ({where}), 0) + count(DISTINCT barrage) FILTER ({where})"
        return "sum(n)" if where == "true" else f"sum(n) FILTER ({where})"


def role_of(mark: int) -> str:
    return ROLES[mark // MARK_ROLE]


def kind_of(mark: int) -> str:
    return KINDS[mark % MARK_FOILED]


def is_foiled(mark: int) -> bool:
    return bool(mark & MARK_FOILED)
