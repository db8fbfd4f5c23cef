"""Playback: a window of time that moves map and list, by mouse, touch and keyboard, and can always be held."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenPage
from .test_every_page import MEASURES, violations

pytestmark = pytest.mark.browser
PERIOD = "/?from=2023-10-17&to=2024-02-04"
# Answers to moments come late; how many were asked for at once is written down at each.
SLOW_FETCH = """() => {
  const kept = fetch;
  let waiting = 0;
  window.openAtOnce = [];
  window.fetch = async (address, options) => {
    if (options?.headers?.["X-Fragment"] !== "moment") return kept(address, options);
    openAtOnce.push(++waiting);
    try {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return await kept(address, options);
    } finally {
      waiting--;
    }
  };
}"""


def begun(page: Page) -> None:
    page.locator("[data-play=start]").click()
    expect(page.locator("#playbar")).to_be_visible()
    expect(page.locator("#playbar [data-region=now]")).to_contain_text("12 Nov 2023")


def test_it_moves_map_and_list_and_leaves_filters_and_timeline_alone(open_page: OpenPage) -> None:
    page = open_page(PERIOD)
    whole, bars = page.locator(".headline dd").first.inner_text(), page.locator(".tl-bars .bar").count()
    begun(page)
    expect(page.locator(".headline dd").first).not_to_have_text(whole)
    first = page.locator("#results .card").first.get_attribute("data-id")
    expect(page.locator("#results .card").first).not_to_have_attribute("data-id", str(first))
    assert page.locator(".tl-bars .bar").count() == bars
    assert page.locator("input[name=from]").input_value() == "2023-10-17"
    expect(page.locator(".tl .playhead")).to_have_count(1)


def test_a_pause_stays_and_the_address_names_what_is_seen(open_page: OpenPage) -> None:
    page = open_page(PERIOD)
    begun(page)
    page.get_by_role("button", name="Pause").click()
    expect(page).to_have_url(re.compile(r"\?from=2023-1\d-\d\d&to=20\d\d-\d\d-\d\d$"))
    now = page.locator("#playbar [data-region=now]").inner_text()
    page.wait_for_timeout(2500)
    assert page.locator("#playbar [data-region=now]").inner_text() == now
    expect(page.locator("[data-play-said]")).to_contain_text("Paused")
    seen = page.locator(".headline dd").first.inner_text()
    page.goto(page.url)
    assert page.locator(".headline dd").first.inner_text() == seen


def test_it_is_stepped_through_by_keyboard_and_read_out(open_page: OpenPage) -> None:
    page = open_page(PERIOD)
    begun(page)
    expect(page.locator("[data-play=toggle]")).to_be_focused()
    page.keyboard.press("Enter")
    before = page.locator("#playbar [data-region=now]").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#playbar [data-region=now]")).not_to_have_text(before)
    expect(page.locator("[data-play-said]")).to_contain_text("attack")
    page.keyboard.press("Escape")
    expect(page.locator("#playbar")).to_be_hidden()
    expect(page.locator("[data-play=start]")).to_be_focused()


def test_at_the_end_the_whole_period_stands_again(open_page: OpenPage) -> None:
    page = open_page("/?from=2024-01-01&to=2024-01-03")
    whole = page.locator(".headline dd").first.inner_text()
    page.locator("[data-play=start]").click()
    page.locator("#play-speed").select_option("4")
    expect(page.locator("#playbar")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"\?from=2024-01-01&to=2024-01-03$"))
    expect(page.locator(".headline dd").first).to_have_text(whole)
    expect(page.locator(".tl .playhead")).to_have_count(0)


def test_a_filter_ends_it_and_asks_about_the_whole_period(open_page: OpenPage) -> None:
    page = open_page(PERIOD)
    begun(page)
    page.locator("input[name=kind][value=drone]").check()
    expect(page).to_have_url(re.compile(r"\?from=2023-10-17&to=2024-02-04&kind=drone$"))
    expect(page.locator("#playbar")).to_be_hidden()


def test_requests_never_pile_up(open_page: OpenPage) -> None:
    page = open_page(PERIOD)
    page.evaluate(SLOW_FETCH)
    page.locator("[data-play=start]").click()
    page.locator("#play-speed").select_option("4")
    page.wait_for_timeout(2500)
    page.locator("[data-play=stop]").click()
    open_at_once = page.evaluate("openAtOnce")
    assert len(open_at_once) > 1
    assert set(open_at_once) == {1}


def test_a_server_that_fails_holds_it_and_says_so(open_page: OpenPage) -> None:
    page = open_page(PERIOD)
    page.evaluate("() => { window.kept = fetch; window.fetch = () => Promise.reject(new TypeError('offline')); }")
    page.locator("[data-play=start]").click()
    expect(page.locator("[data-play-state]")).to_contain_text("the server did not answer")
    page.evaluate("() => { window.fetch = window.kept; }")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#playbar [data-region=now]")).to_contain_text("2023")


@pytest.mark.parametrize("language", ["", "/ar"])
def test_on_a_phone_it_leads_to_the_map_and_stays_on_every_tab(
    open_page: OpenPage, axe_source: str, language: str
) -> None:
    page = open_page(f"{language}{PERIOD}#timeline", width="phone", touch=True)
    page.locator("[data-play=start]").tap()
    expect(page.locator("#panel-map")).to_be_visible()
    page.locator("[data-play=toggle]").tap()
    page.evaluate(MEASURES)
    assert page.evaluate("measures.sideways()") <= 0
    assert page.evaluate("measures.smallTargets()") == []
    assert violations(page, axe_source) == []
    page.locator("[data-goto=list]").tap()
    expect(page.locator("#playbar")).to_be_visible()
