"""The recipes of docs/api.md, run as they stand against a served site; the documentation page in a browser."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.serving import Site

pytestmark = pytest.mark.browser

TEXT = (Path(__file__).resolve().parents[2] / "docs/api.md").read_text()
RECIPES = re.findall(r"```(sh|python)\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = {"sh": ["sh", "-euc"], "python": [sys.executable, "-c"]}
OPTIONAL = ("pandas", "geopandas")


def test_there_are_recipes() -> None:
    assert len(RECIPES) == 7


@pytest.mark.parametrize(("language", "code"), RECIPES)
def test_a_recipe_runs_as_it_stands(site: Site, language: str, code: str) -> None:
    for name in OPTIONAL:
        if f"import {name}" in code and importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    command = [*COMMANDS[language], code]
    done = subprocess.run(
        command, env={**os.environ, "RECORD": site.url}, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_documentation_works_without_anything_from_elsewhere(open_page: Callable[..., Page]) -> None:
    """Under the strict policy of every page: a refused script or style would fail the test."""
    page = open_page("/api/v1/docs/")
    expect(page.get_by_text("Incidents, by the filter of the site")).to_be_visible()
    page.get_by_text("Totals, facets, timeline and map cells of a filter").click()
    expect(page.get_by_text("What measure says.").first).to_be_visible()
