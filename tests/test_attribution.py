"""The attribution status follows its rule, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from attacks.attribution import attribution_status


def row(basis: str, actor: str = "a", made_by: str | None = None, *, is_withdrawn: bool = False) -> dict[str, Any]:
    return {
        "basis": basis,
        "actor": actor,
        "made_by": {"actor": made_by} if made_by else None,
        "is_withdrawn": is_withdrawn,
    }


CASES: dict[str, tuple[list[dict[str, Any]], str]] = {
    "rival claims are contested": ([row("claimed", "a"), row("claimed", "b")], "contested"),
    "a claimant that denies is contested": ([row("claimed", "a"), row("denied", "a", "a")], "contested"),
    "a claim that is withdrawn is contested": ([row("claimed", is_withdrawn=True)], "contested"),
    "a claim repeated stays claimed": ([row("claimed", "a"), row("claimed", "a")], "claimed"),
    "a denial by another changes nothing": ([row("claimed", "a"), row("denied", "b", "b")], "claimed"),
    "a denial of the claimant by another changes nothing": ([row("claimed", "a"), row("denied", "a", "b")], "claimed"),
    "a claim is firmer than an assessment of another": ([row("assessed", "b"), row("claimed", "a")], "claimed"),
    "an assessment is firmer than an accusation": ([row("accused"), row("assessed")], "assessed"),
    "an accusation is firmer than a suspicion": ([row("suspected"), row("accused")], "accused"),
    "a suspicion": ([row("suspected")], "suspected"),
    "only denials": ([row("denied", "a", "a")], "unattributed"),
    "an accusation taken back": ([row("accused", is_withdrawn=True)], "unattributed"),
    "nothing": ([], "unattributed"),
}


@pytest.mark.parametrize("name", CASES)
def test_status(name: str) -> None:
    rows, status = CASES[name]
    assert attribution_status(rows) == status
    assert attribution_status(rows[::-1]) == status
