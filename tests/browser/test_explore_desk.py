"""Explore in the browser: four views of one answer, by mouse, touch and keyboard, with and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenPage

pytestmark = pytest.mark.browser


def attacks(page: Page) -> str:
    return page.locator(".headline dd").first.inner_text()


def answered(page: Page, address: str) -> None:
    """Waits until the page shows the answer for an address."""
    expect(page).to_have_url(re.compile(re.escape(address) + r"(#\w+)?$"))
    expect(page.locator("body")).not_to_have_attribute("data-busy", "")


def test_a_ticked_kind_redraws_every_view_and_keeps_the_focus(open_page: OpenPage) -> None:
    page = open_page("/")
    before, bars = attacks(page), page.locator(".tl-bars .k-ied").count()
    page.locator("input[name=kind][value=drone]").check()
    answered(page, "/?kind=drone")
    assert attacks(page) != before
    assert bars > 0
    assert page.locator(".tl-bars .k-ied").count() == 0
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator("#results .card .k-ied")).to_have_count(0)
    expect(page.locator("input[name=kind][value=drone]")).to_be_focused()
    assert "Drone" in page.title()


def test_back_and_forward_bring_the_filter_with_them(open_page: OpenPage) -> None:
    page = open_page("/")
    before = attacks(page)
    page.locator("input[name=kind][value=drone]").check()
    answered(page, "/?kind=drone")
    page.go_back()
    expect(page.locator("input[name=kind]:checked")).to_have_count(0)
    assert attacks(page) == before
    page.go_forward()
    expect(page.locator("input[name=kind]:checked")).to_have_count(1)


def test_open_folds_stay_open_through_an_answer(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator("#group-base > summary").click()
    page.locator("#group-kind > summary").click()
    page.locator("input[name=role][value=attack]").check()
    answered(page, "/?role=attack")
    expect(page.locator("#group-base")).to_have_attribute("open", "")
    expect(page.locator("#group-kind")).not_to_have_attribute("open", "")


def test_what_an_answer_leaves_as_it_was_stays_the_same_element(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate("for (const node of document.querySelectorAll('.desk *')) node.known = true")
    page.locator(".filters-scroll").evaluate("node => { node.scrollTop = 120; }")
    page.evaluate("document.querySelector('input[name=kind][value=drone]').click()")
    answered(page, "/?kind=drone")
    is_known = "nodes => nodes.every((node) => node.known)"
    assert page.locator("#group-kind, #group-kind .facet, [data-edge], .tl-lane.is-2 use").evaluate_all(is_known)
    assert page.locator(".filters-scroll").evaluate("node => node.scrollTop") == 120
    fresh = page.locator("#results .card").evaluate_all("nodes => nodes.filter((node) => !node.known).length")
    assert 0 < fresh < page.locator("#results .card").count()


# Regions that differ from the page as the server sends it, open folds aside, and fields that show another value.
DIFFERING = """async () => {
  const text = await (await fetch(location.href)).text(), page = new DOMParser().parseFromString(text, 'text/html');
  const plain = (node) => {
    const copy = document.importNode(node, true);
    for (const fold of copy.querySelectorAll('details')) fold.open = false;
    return copy;
  };
  const differing = [...page.querySelectorAll('[data-region]')].map((region) => region.dataset.region)
    .filter((name) => {
      const [here, there] = [document, page].map((one) => plain(one.querySelector(`[data-region=${name}]`)));
      return !here.isEqualNode(there);
    });
  const fields = [...document.querySelectorAll('.desk :is(input, option)')].filter((field) =>
    field.checked !== field.defaultChecked || field.selected !== field.defaultSelected
    || (field.localName === 'input' && field.value !== field.defaultValue));
  return [...differing, ...fields.map((field) => field.outerHTML)];
}"""


@pytest.mark.parametrize("language", ["", "/ar"])
def test_a_page_reached_by_answers_is_the_page_that_the_server_sends(open_page: OpenPage, language: str) -> None:
    page = open_page(f"{language}/")
    page.locator("input[name=kind][value=drone]").check()
    for step in (
        "kind=drone",
        "province=IQ-AR&view=table",
        "q=nothing%20of%20the%20kind",
        "actor_by=parent",
        "sort=oldest",
    ):
        page.evaluate(
            "(query) => { history.pushState({}, '', `?${query}`); dispatchEvent(new PopStateEvent('popstate')); }", step
        )
        expect(page.locator(".desk")).to_have_attribute("data-address", f"{language}/?{step}")
        assert page.evaluate(DIFFERING) == [], step


def test_typing_asks_once_and_keeps_the_caret(open_page: OpenPage) -> None:
    page = open_page("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "x-fragment" in request.headers else None)
    page.locator("#filter-q").press_sequentially("Erbil", delay=20)
    answered(page, "/?q=Erbil")
    expect(page.locator("#filter-q")).to_be_focused()
    assert page.evaluate("document.activeElement.selectionStart") == 5
    assert len([url for url in asked if "q=" in url]) == 1


def test_the_legend_names_the_kinds_that_are_seen(open_page: OpenPage) -> None:
    page = open_page("/?kind=ballistic_missile&province=IQ-AR")
    legend = page.locator('[data-legend="points"]')
    expect(legend).not_to_contain_text("IED")
    page.get_by_role("link", name="Clear all").click()
    expect(legend).to_contain_text("IED")


def test_the_table_of_the_timeline_comes_when_it_is_opened_and_follows_the_filter(open_page: OpenPage) -> None:
    page = open_page("/")
    table = page.locator("#timeline-table table")
    expect(table).to_have_count(0)
    page.locator("#timeline-table > summary").click()
    expect(table.locator("tfoot th")).to_have_text("Together")
    expect(table.locator("thead")).to_contain_text("IED")
    expect(page.locator("#timeline-table .tl-list").last).to_be_attached()
    page.evaluate("document.querySelector('input[name=kind][value=drone]').click()")
    answered(page, "/?kind=drone")
    expect(table.locator("thead")).not_to_contain_text("IED")
    expect(table.locator("tfoot td").last).to_have_text(attacks(page))


def test_the_table_of_the_timeline_is_a_link_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/?kind=drone", javascript=False)
    page.locator("#timeline-table > summary").click()
    page.get_by_role("link", name="The table on a page of its own").click()
    expect(page).to_have_url(re.compile(r"/timeline/\?kind=drone$"))
    expect(page.locator("main tfoot th")).to_have_text("Together")
    page.get_by_role("link", name="The same on map, timeline and list").click()
    expect(page).to_have_url(re.compile(r"/\?kind=drone$"))


def test_a_table_that_does_not_come_leaves_the_link_to_it(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    page.locator("#timeline-table > summary").click()
    expect(page.get_by_role("link", name="The table on a page of its own")).to_be_visible()
    expect(page.locator("#timeline-table [aria-busy]")).to_have_count(0)


def test_a_chip_removes_its_filter(open_page: OpenPage) -> None:
    page = open_page("/?kind=drone&province=IQ-AR")
    page.get_by_role("link", name="Remove: Kind Drone").click()
    answered(page, "/?province=IQ-AR")
    expect(page.locator(".chip")).to_have_count(1)


def test_the_brush_moves_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/")
    start = page.get_by_role("slider", name="Start of the period")
    first = start.get_attribute("aria-valuenow")
    start.focus()
    page.keyboard.press("PageUp")
    expect(page).to_have_url(re.compile(r"\?from=\d{4}-\d\d-\d\d&to="))
    expect(start).to_be_focused()
    assert start.get_attribute("aria-valuenow") != first
    assert page.locator("input[name=from]").input_value() in page.url


def test_the_arrow_keys_of_the_brush_follow_the_reading_direction(open_page: OpenPage) -> None:
    page = open_page("/ar/?from=2023-10-17&to=2024-02-04")
    page.locator("[data-edge=from]").focus()
    page.keyboard.press("ArrowRight")  # to the right is back in time
    answered(page, "/ar/?from=2023-10-10&to=2024-02-04")


def test_the_brush_is_drawn_by_mouse(open_page: OpenPage) -> None:
    page = open_page("/")
    box = page.locator("[data-strip]").bounding_box()
    handle = page.locator("[data-edge=from] .handle").bounding_box()
    assert box
    assert handle
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"\?from=202[12]-\d\d-\d\d&to="))


def test_a_bar_zooms_into_its_stretch_of_time(open_page: OpenPage) -> None:
    page = open_page("/?from=2023-10-01&to=2024-02-29&bin=month")
    page.locator('.bar[data-from="2023-11-01"] .hit').click()
    answered(page, "/?from=2023-11-01&to=2023-11-30&bin=month")


def test_a_failing_server_is_said_and_can_be_asked_again(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate("() => { window.kept = fetch; window.fetch = () => Promise.reject(new TypeError('offline')); }")
    page.locator("input[name=kind][value=drone]").check()
    expect(page.get_by_role("alert")).to_contain_text("The server did not answer")
    expect(page.locator("input[name=kind][value=drone]")).to_be_checked()
    page.evaluate("() => { window.fetch = window.kept; }")
    page.get_by_role("button", name="Try again").click()
    answered(page, "/?kind=drone")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_newer_question_takes_the_place_of_the_older(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate(
        """() => { const ask = window.fetch; window.fetch = async (url, options) => {
             const isSlow = String(url).includes('kind=drone') && !String(url).includes('rocket');
             if (isSlow) await new Promise((go, stop) => {
               setTimeout(go, 1500);
               options.signal.addEventListener('abort', () => stop(new DOMException('', 'AbortError')));
             });
             return ask(url, options); }; }"""
    )
    page.locator("input[name=kind][value=drone]").check()
    expect(page.locator("body")).to_have_attribute("data-busy", "")
    page.locator("input[name=kind][value=rocket]").check()
    answered(page, "/?kind=drone&kind=rocket")
    expect(page.locator(".chip")).to_have_count(2)


def test_marks_of_the_map_are_reached_and_opened_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/?base=al-tanf")
    mark = page.get_by_role("button", name=re.compile("al-Tanf"))
    mark.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#mappop")).to_be_visible()
    assert page.locator("#mappop .card").count() >= 2
    page.keyboard.press("Escape")
    expect(page.locator("#mappop")).to_be_hidden()
    expect(mark.first).to_be_focused()


def test_a_closer_view_asks_for_its_own_marks(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page.locator(".mark-icon[role=button]").first).to_be_visible()
    with page.expect_request(lambda request: request.headers.get("x-fragment") == "map"):
        page.get_by_role("button", name="Zoom in").click()
        page.get_by_role("button", name="Zoom in").click()
    assert "zoom" not in page.url


def test_a_card_is_chosen_on_the_map_and_opened_by_its_title(open_page: OpenPage) -> None:
    page = open_page("/?from=2023-10-17&to=2023-11-30")
    card = page.locator("#results .card").nth(2)
    public_id = card.get_attribute("data-id")
    card.get_by_role("link", name=re.compile("on the map")).click()
    expect(page).to_have_url(re.compile(f"selected={public_id}"))
    expect(page.locator("#results .card.is-selected")).to_have_attribute("data-id", str(public_id))
    expect(page.locator("#map .halo, #map .answer.is-selected")).to_have_count(1)
    page.locator("#results .card.is-selected .card-title a").click()
    expect(page).to_have_url(re.compile(f"/incidents/{public_id}/"))


def test_the_style_of_the_map_stays_through_a_change_of_filter(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("button", name="By province").click()
    answered(page, "/?map=provinces")
    expect(page.locator("#map path.choro-5").first).to_be_visible()
    page.locator("input[name=kind][value=drone]").check()
    answered(page, "/?kind=drone&map=provinces")
    expect(page.get_by_role("button", name="By province")).to_have_attribute("aria-pressed", "true")


def test_without_the_map_library_list_and_timeline_work(open_page: OpenPage) -> None:
    page = open_page("/method/")
    page.route("**/leaflet/leaflet*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(page.url.replace("/method/", "/"))
    expect(page.get_by_text("The map did not load")).to_be_visible()
    page.locator("input[name=kind][value=drone]").check()
    answered(page, "/?kind=drone")
    expect(page.locator(".tl-bars .k-drone").first).to_be_visible()


def test_the_page_works_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/", javascript=False)
    page.locator("input[name=kind][value=drone]").check()
    page.locator("input[name=from]").fill("2023-10-17")
    page.get_by_role("button", name="Show results").click()
    expect(page).to_have_url(re.compile("kind=drone"))
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator(".tl-bars .k-drone").first).to_be_visible()
    page.get_by_role("link", name="Table").click()
    expect(page.get_by_role("columnheader", name="Evidence")).to_be_visible()


@pytest.mark.parametrize("language", ["", "/ar"])
def test_nothing_is_out_of_reach_on_a_phone_without_javascript(open_page: OpenPage, language: str) -> None:
    page = open_page(f"{language}/", width="phone", javascript=False)
    for panel in ("#panel-filters", "#panel-timeline", "#results"):
        expect(page.locator(panel)).to_be_visible()


def test_a_phone_shows_one_panel_per_tab_and_remembers_it(open_page: OpenPage) -> None:
    page = open_page("/", width="phone", touch=True)
    panels = {"Map": "#panel-map", "Timeline": "#panel-timeline", "List": "#results", "Filters": "#panel-filters"}
    tabs = page.get_by_role("navigation", name="Views")
    for name, shown in panels.items():
        tabs.get_by_role("button", name=name).tap()
        for panel in panels.values():
            expect(page.locator(panel)).to_be_visible(visible=panel == shown)
    page.locator("input[name=kind][value=drone]").check()
    answered(page, "/?kind=drone")
    page.reload()
    expect(page.locator("#panel-filters")).to_be_visible()


def test_the_brush_moves_by_touch(open_page: OpenPage) -> None:
    page = open_page("/#timeline", width="phone", touch=True)
    box = page.locator("[data-strip]").bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    points = [box["x"] + 1, box["x"] + box["width"] * 0.3, box["x"] + box["width"] * 0.5]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": points[0], "y": y}]})
    for x in points[1:]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page).to_have_url(re.compile(r"\?from=20\d\d-\d\d-\d\d&to="))


def test_the_language_switch_leads_to_the_same_question(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator("input[name=kind][value=drone]").check()
    answered(page, "/?kind=drone")
    page.get_by_role("link", name="العربية").click()
    expect(page).to_have_url(re.compile(r"/ar/\?kind=drone$"))


def test_the_theme_is_remembered(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(page.url + "actors/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
