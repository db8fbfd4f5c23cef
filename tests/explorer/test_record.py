"""The curated record, loaded and published, is answered with the totals worked out from its YAML."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command

from attacks.explorer.explore import explore
from attacks.explorer.filters import Filter
from tests.expected.totals import TOTALS


def _count(query: str) -> dict[str, int]:
    totals = explore(Filter.parse(query), panels=[]).totals
    return {"attacks": totals.attacks, "records": totals.counted_records}


@pytest.mark.django_db
def test_the_explorer_gives_the_expected_totals_of_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_record")
    expected: dict[str, Any] = json.loads(TOTALS.read_text(encoding="utf-8"))
    assert _count("") == expected["all"]
    for year, count in expected["per_year"].items():
        assert _count(f"from={year}-01-01&to={year}-12-31") == count, year
    answer = explore(Filter())
    assert answer.province_counts == {code: count["attacks"] for code, count in expected["per_province"].items()}
    for code, count in expected["per_province"].items():
        assert _count(f"province={code}") == count, code
    assert answer.totals.abroad == expected["outside_iraq"]["attacks"]
    assert _count("launch_province=IQ-DI") == expected["launched_from_diyala"]
    for actor_by, by_basis in expected["kataib_hezbollah"].items():
        for basis, count in by_basis.items():
            chosen = "" if basis == "any" else f"&basis={basis}"
            assert _count(f"actor=kataib-hezbollah&actor_by={actor_by}{chosen}") == count, (actor_by, basis)
    totals = explore(Filter.parse("nexus=direct&nexus=indirect&nexus=context")).totals
    assert totals.foiled == expected["foiled"]["records"]
    assert totals.responses == expected["responses"]["records"]
    assert totals.unclaimed_strikes == expected["unclaimed_strikes"]["records"]
    assert explore(Filter(q="Ain al-Assad"), panels=[]).totals.records
    assert explore(Filter(q="عين الأسد"), panels=[]).totals.records
