"""The counting rule: which of the matching records are counted, and with what weight.

By default attacks are counted by their `attack_count`, never foiled ones; which grades of evidence and which links to
the United States match at all is part of the filter. Where a filter leaves attacks out, records of its other roles are
counted, one each. Weights are kept in the table (see `schema.INSERT`), roles in the mark of every row.
"""

from __future__ import annotations

from attacks.choices import Role

from .filters import Filter
from .schema import KINDS, MARK_FOILED, MARK_ROLE, ROLES


def counted_roles(query: Filter) -> tuple[str, ...]:
    """The roles that the filter counts."""
    if not query.role or str(Role.ATTACK) in query.role:
        return (str(Role.ATTACK),)
    return query.role


def counted(query: Filter, mark: str = "mark") -> str:
    """SQL that holds for counted rows; `mark` names the column."""
    ranges = []
    for role in counted_roles(query):
        low = MARK_ROLE * ROLES.index(role)
        ranges.append(f"{mark} BETWEEN {low} AND {low + len(KINDS) - 1}")
    return "(" + " OR ".join(ranges) + ")"


def role_of(mark: int) -> str:
    return ROLES[mark // MARK_ROLE]


def kind_of(mark: int) -> str:
    return KINDS[mark % MARK_FOILED]


def is_foiled(mark: int) -> bool:
    return bool(mark & MARK_FOILED)
