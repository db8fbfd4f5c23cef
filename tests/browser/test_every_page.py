"""Every page, in English and Arabic, on a desk and on a phone: nothing clipped, nothing overlapping, accessible."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import WIDTHS, OpenPage
from .pages import LANGUAGES, PAGES

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MEASURES = (Path(__file__).parent / "measures.js").read_text()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_accessible(
    name: str, language: str, width: str, open_page: OpenPage, axe_source: str
) -> None:
    page = open_page(LANGUAGES[language] + PAGES[name], width=width)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.lang") == language
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    page.evaluate(MEASURES)
    assert page.evaluate("measures.sideways()") <= 0
    assert page.evaluate("measures.clipped()") == []
    assert page.evaluate("measures.outside()") == []
    assert page.evaluate("measures.overlapping()") == []
    assert page.evaluate("measures.smallTargets()") == []
    assert violations(page, axe_source) == []


@pytest.mark.parametrize("name", ["explore", "incident", "statements"])
def test_a_page_is_accessible_in_the_dark(name: str, open_page: OpenPage, axe_source: str) -> None:
    page = open_page(PAGES[name], scheme="dark")
    assert violations(page, axe_source) == []


def violations(page: Page, axe_source: str) -> list[str]:
    """What axe finds against WCAG 2.2 AA, one line each; describing all that is in order would take it far longer."""
    page.evaluate(axe_source)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    return [
        f"{rule['id']}: {node['html'][:150]} | {(node.get('failureSummary') or '')[:150]}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
