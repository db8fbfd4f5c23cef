"""The recipes of docs/api.md, run as they stand against a served site; the documentation page in a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.serving import Site

pytestmark = pytest.mark.browser

TEXT = (Path(__file__).resolve().parents[2] / "docs/api.md").read_text()
COMMANDS = {
    "sh": ["sh", "-euc"],
    "python": [sys.executable, "-c"],
    "javascript": ["node", "--input-type=module", "--eval"],
    "r": ["Rscript", "-e"],
}
RECIPES = re.findall(rf"```({'|'.join(COMMANDS)})\n(.*?)```", TEXT, re.DOTALL)


def test_there_are_recipes() -> None:
    assert Counter(language for language, _code in RECIPES) == {"sh": 5, "python": 4, "javascript": 1, "r": 1}


@pytest.mark.parametrize(("language", "code"), RECIPES)
def test_a_recipe_runs_as_it_stands(site: Site, language: str, code: str) -> None:
    known = conninfo_to_dict(site.environment["DATABASE_URL"].replace("postgis://", "postgresql://"))
    database = make_conninfo(**{**known, "user": "iar_reader"})
    command = [*COMMANDS[language], code]
    environment = {**os.environ, "RECORD": site.url, "DATABASE": database}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_documentation_works_without_anything_from_elsewhere(open_page: Callable[..., Page]) -> None:
    """Under the strict policy of every page: a refused script or style would fail the test."""
    page = open_page("/api/v1/docs/")
    expect(page.get_by_text("Incidents, by the filter of the site")).to_be_visible()
    page.get_by_text("Totals, facets, timeline and map cells of a filter").click()
    expect(page.get_by_text("What totals, facets, timeline, marks and provinces count").first).to_be_visible()
