"""How Explore arrives: nothing jumps, nothing comes from elsewhere, a slow server shows, the weight stays light."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import WIDTHS, OpenPage
from .test_explore_desk import answered
from .test_explore_map import drawn

pytestmark = pytest.mark.browser

# What moves is named.
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  const moved = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      sum += value;
      moved.push(...sources.map(({ node, previousRect: a, currentRect: b }) =>
        `${node?.getAttribute?.('class')}: ${a.x},${a.y} ${a.width} → ${b.x},${b.y} ${b.width}`));
    }
  }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum < 0.001 ? [] : [sum, ...moved]), 400);
})"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/", "/ar/", "/?view=table", "/?from=2023-10-17&to=2024-02-04&selected=IQ-0366"])
def test_nothing_jumps_while_the_page_arrives(open_page: OpenPage, path: str, width: str) -> None:
    page = open_page(path, width=width)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFTS) == []


@pytest.mark.parametrize("path", ["/", "/?view=table"])
def test_nothing_jumps_on_a_slow_machine(open_page: OpenPage, path: str) -> None:
    page = open_page("/method/")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 8})
    page.goto(page.url.replace("/method/", path), wait_until="networkidle")
    assert page.evaluate(SHIFTS) == []


BOXES = """() => [...document.querySelectorAll('.topbar, .querybar, .panel, .mapbar, #map, .legend')].map((node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  return [node.className, x, y, width, height];
})"""


def test_nothing_jumps_when_an_answer_arrives(open_page: OpenPage) -> None:
    page = open_page("/?kind=drone")
    drawn(page)
    before = page.evaluate(BOXES)
    page.get_by_role("link", name="Remove: Kind Drone").click()
    expect(page.locator(".chip")).to_have_count(0)
    assert page.evaluate(BOXES) == before
    assert page.evaluate(SHIFTS) == []


def weight(page: Page, path: str) -> dict[str, int]:
    """Compressed bytes by kind of resource, as the server would send them with gzip."""
    found: dict[str, int] = {"script": 0, "stylesheet": 0}
    responses: list[Any] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(path, wait_until="networkidle")
    for response in responses:
        if (kind := response.request.resource_type) in found:
            found[kind] += len(gzip.compress(response.body(), 9))
    return found


def test_script_and_style_stay_within_their_budget(open_page: OpenPage) -> None:
    page = open_page("/method/")
    found = weight(page, page.url.replace("/method/", "/"))
    assert found["script"] > 10_000
    assert sum(found.values()) <= 150_000, found


def test_everything_comes_from_the_site_itself(open_page: OpenPage) -> None:
    page = open_page("/method/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    home = page.url.replace("/method/", "/")
    page.goto(home, wait_until="networkidle")
    assert asked
    assert [url for url in asked if not url.startswith((home, "data:"))] == []


def test_a_slow_answer_shows_and_the_page_can_be_used_meanwhile(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate(
        """() => { const ask = window.fetch; window.fetch = async (...given) => {
             await new Promise((go) => setTimeout(go, 1200)); return ask(...given); }; }"""
    )
    page.locator("input[name=kind][value=drone]").check()
    expect(page.locator("body")).to_have_attribute("data-busy", "")
    expect(page.locator(".desk")).to_have_attribute("aria-busy", "true")
    page.locator("#group-base > summary").click()
    expect(page.locator("#group-base")).to_have_attribute("open", "")
    answered(page, "/?kind=drone")
    expect(page.locator("#group-base")).to_have_attribute("open", "")


def test_going_back_after_many_changes_finds_every_state(open_page: OpenPage) -> None:
    page = open_page("/")
    for value in ("drone", "rocket", "ied"):
        page.locator(f"input[name=kind][value={value}]").check()
        expect(page).to_have_url(re.compile(f"kind={value}"))
    for left in (2, 1, 0):
        page.go_back()
        expect(page.locator("input[name=kind]:checked")).to_have_count(left)
