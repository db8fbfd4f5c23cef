"""The table of expected totals is that of the record as it stands."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.expected import totals


def test_the_written_totals_are_those_of_the_record() -> None:
    assert totals.TOTALS.read_text(encoding="utf-8") == totals.text(totals.totals()), "run tests/expected/totals.py"


def test_the_totals_are_worked_out_without_the_projects_code() -> None:
    tree = ast.parse(Path(totals.__file__).read_text(encoding="utf-8"))
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else alias.name) or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported == {
        "__future__", "json", "calendar", "collections.abc", "pathlib", "typing", "yaml",
    }  # fmt: skip


def test_the_parts_of_the_table_agree_with_each_other() -> None:
    table = totals.totals()
    abroad = table["outside_iraq"]["attacks"]
    assert sum(item["attacks"] for item in table["per_province"].values()) + abroad == table["all"]["attacks"]
    assert sum(item["attacks"] for item in table["per_year"].values()) >= table["all"]["attacks"]
    brand, parent = table["kataib_hezbollah"]["brand"], table["kataib_hezbollah"]["parent"]
    assert all(brand[basis]["attacks"] <= parent[basis]["attacks"] for basis in brand)
    assert brand != parent
