"""The rule that derives an incident's attribution status from its attributions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attacks.choices import AttributionStatus, Basis


def attribution_status(attributions: Iterable[Mapping[str, Any]]) -> AttributionStatus:
    """The status by the first rule that holds; `attributions` as in the public document of an incident.

    1. contested: different actors claim it, or a claimant itself denies or withdraws;
    2. claimed; 3. assessed; 4. accused; 5. suspected; 6. unattributed, also when there are only denials.
    """
    rows = list(attributions)
    claims = [row for row in rows if row["basis"] == Basis.CLAIMED]
    claimants = {row["actor"] for row in claims}
    own_denials = {
        row["actor"]
        for row in rows
        if row["basis"] == Basis.DENIED and (row["made_by"] or {}).get("actor") == row["actor"]
    }
    if len(claimants) > 1 or claimants & own_denials or any(row["is_withdrawn"] for row in claims):
        return AttributionStatus.CONTESTED
    bases = {row["basis"] for row in rows if not row["is_withdrawn"]}
    for basis in (Basis.CLAIMED, Basis.ASSESSED, Basis.ACCUSED, Basis.SUSPECTED):
        if basis in bases:
            return AttributionStatus(str(basis))
    return AttributionStatus.UNATTRIBUTED
