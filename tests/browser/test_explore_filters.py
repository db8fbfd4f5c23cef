"""Filters and results in the browser: leaving out, narrowing long lists, keys, and coming back to one's place."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import OpenPage
from .test_every_page import violations
from .test_explore_desk import answered, attacks

pytestmark = pytest.mark.browser


def test_an_option_is_left_out_by_keyboard_and_never_asked_for_as_well(open_page: OpenPage) -> None:
    page = open_page("/")
    asked, left_out = page.locator("input[name=kind][value=drone]"), page.get_by_label("Leave out: Kind Drone")
    asked.check()
    answered(page, "/?kind=drone")
    page.keyboard.press("Tab")
    expect(left_out).to_be_focused()
    page.keyboard.press("Space")
    answered(page, "/?kind=-drone")
    expect(left_out).to_be_checked()
    expect(left_out).to_be_focused()
    expect(asked).not_to_be_checked()
    expect(page.locator("#results .card .k-drone")).to_have_count(0)
    expect(page.locator(".chip")).to_contain_text("not Drone")
    asked.check()
    answered(page, "/?kind=drone")
    expect(left_out).not_to_be_checked()


def test_a_long_list_narrows_while_one_types_and_asks_the_server_nothing(open_page: OpenPage) -> None:
    page = open_page("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "x-fragment" in request.headers else None)
    page.locator("#group-base > summary").click()
    page.locator("#more-base > summary").click()
    page.locator("#narrow-base").press_sequentially("erbil")
    shown = page.locator("#more-base .facet:visible .label")
    expect(page.locator("#more-base [role=status]")).to_have_text(re.compile(r"^\d+ options?$"))
    assert all("erbil" in words.lower() for words in shown.all_inner_texts())
    assert asked == []
    shown.first.click()
    expect(page).to_have_url(re.compile(r"\?base="))
    page.locator("#narrow-base").press("Escape")
    expect(page.locator("#more-base [role=status]")).to_have_text("")


def test_a_list_narrows_by_folded_arabic(open_page: OpenPage) -> None:
    page = open_page("/ar/")
    page.locator("#more-actor > summary").click()
    before = page.locator("#more-actor .facet:visible").count()
    page.locator("#narrow-actor").press_sequentially("الاسلاميه")
    expect(page.locator("#more-actor .facet:visible").first).to_contain_text("الإسلامية")
    assert 0 < page.locator("#more-actor .facet:visible").count() < before


def test_what_is_counted_changes_every_view_and_says_so(open_page: OpenPage) -> None:
    page = open_page("/?kind=rocket")
    before = attacks(page)
    page.locator("#filter-measure").select_option("munitions")
    answered(page, "/?kind=rocket&measure=munitions")
    assert attacks(page) != before
    expect(page.locator("#h-timeline")).to_have_text("Munitions fired per month, at least")
    expect(page.locator(".rule")).to_contain_text("known for")
    page.locator("#counting > summary").click()
    page.locator("#counting").get_by_role("link", name="counted", exact=True).click()
    expect(page).to_have_url(re.compile("foiled=counted"))
    expect(page.locator("#counting")).to_have_attribute("open", "")


def test_keys_walk_open_and_let_go(open_page: OpenPage) -> None:
    page = open_page("/?from=2023-10-17&to=2023-12-31")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#filter-q")).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    titles = page.locator("#results .card-title a")
    for number in range(3):
        page.keyboard.press("j")
        expect(titles.nth(number)).to_be_focused()
    page.keyboard.press("k")
    expect(titles.nth(1)).to_be_focused()
    page.locator("#results .card-pin").nth(1).click()
    expect(page).to_have_url(re.compile("selected="))
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("selected="))
    expect(page.locator("#results .card.is-selected")).to_have_count(0)


def test_coming_back_from_a_record_finds_the_list_as_it_was(open_page: OpenPage) -> None:
    page = open_page("/?kind=drone")
    for _step in range(12):
        page.keyboard.press("j")
    at = page.evaluate("document.activeElement.closest('.card').dataset.id")
    scrolled = page.locator("#list").evaluate("node => node.scrollTop")
    assert scrolled > 0
    for _time in range(5):  # cards may or may not have been laid out when the place is found again
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"/incidents/{at}/"))
        page.go_back()
        expect(page).to_have_url(re.compile(r"/\?kind=drone$"))
        expect(page.locator(f"#results .card[data-id='{at}'] .card-title a")).to_be_focused()
        assert abs(page.locator("#list").evaluate("node => node.scrollTop") - scrolled) < 3


def test_leaving_out_and_counting_work_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/", javascript=False)
    page.get_by_label("Leave out: Kind Drone").check(force=True)
    page.locator("#filter-measure").select_option("munitions")
    page.get_by_role("button", name="Show results").click()
    expect(page.locator(".chip")).to_contain_text("not Drone")
    expect(page.locator(".headline dt").first).to_have_text("munitions fired")
    page.locator("#group-base > summary").click()
    page.locator("#more-base > summary").click()
    expect(page.locator("#more-base .facet").first).to_be_visible()
    expect(page.locator("#narrow-base")).to_be_hidden()


@pytest.mark.parametrize("language", ["", "/ar"])
@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_and_the_head_are_accessible(
    open_page: OpenPage, axe_source: str, language: str, width: str, scheme: str
) -> None:
    address = f"{language}/?kind=-drone&measure=munitions&near=44.36,33.31,60"
    page = open_page(address, width=width, scheme=scheme)
    page.evaluate(
        "for (const fold of document.querySelectorAll('details.group, #counting, .facet-more')) fold.open = true"
    )
    for tab in ("filters", "list") if width == "phone" else ("",):
        if tab:
            page.locator(f"[data-goto={tab}]").click()
        assert violations(page, axe_source) == []
