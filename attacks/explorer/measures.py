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

import numpy as np

from attacks.choices import Role

from .columns import Mask
from .filters import Filter
from .schema import KINDS, MARK_FOILED, MARK_ROLE, ROLES

BARRAGES = "barrages"
TOLLS = {"munitions": "fired", "killed": "killed", "wounded": "wounded"}  # measure → columns of the toll


def counted_roles(query: Filter) -> tuple[str, ...]:
    """The roles that the filter counts."""
    roles = query.chosen("role")
    return (str(Role.ATTACK),) if str(Role.ATTACK) in roles else roles


def counted(query: Filter) -> Mask:
    """Which marks are counted."""
    found = np.zeros(256, bool)
    for role in counted_roles(query):
        low = MARK_ROLE * ROLES.index(role)
        found[low : low + len(KINDS)] = True
        if query.foiled == "counted":
            found[low + MARK_FOILED : low + MARK_FOILED + len(KINDS)] = True
    return found


def role_of(mark: int) -> str:
    return ROLES[mark // MARK_ROLE]


def is_foiled(mark: int) -> bool:
    return bool(mark & MARK_FOILED)
