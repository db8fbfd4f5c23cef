"""The map of Explore: marks that open, part and stay; what surrounds single records; tiles, tools and paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenPage
from .test_every_page import MEASURES, violations
from .test_explore_desk import answered

pytestmark = pytest.mark.browser
ONE_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def marks(page: Page) -> list[str]:
    return page.locator("#map [data-cell]").evaluate_all("nodes => nodes.map(node => node.dataset.cell)")


def drawn(page: Page) -> None:
    expect(page.locator("#map [data-cell]").first).to_be_visible()
    expect(page.locator("#map path.shape-province").first).to_be_attached()


def test_marks_are_kept_while_the_map_is_moved(open_page: OpenPage) -> None:
    """A mark that is made anew would flicker and lose the focus."""
    page = open_page("/")
    drawn(page)
    page.evaluate("document.querySelectorAll('#map [data-cell]').forEach((node) => (node.isOld = true))")
    before = marks(page)
    page.locator("#map").focus()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
        page.wait_for_timeout(150)
    assert set(marks(page)) == set(before)
    assert page.evaluate("[...document.querySelectorAll('#map [data-cell]')].every((node) => node.isOld)")


def test_a_filter_keeps_the_marks_that_it_does_not_change(open_page: OpenPage) -> None:
    page = open_page("/?kind=drone")
    drawn(page)
    page.evaluate("document.querySelectorAll('#map [data-cell]').forEach((node) => (node.isOld = true))")
    page.locator("input[name=kind][value=mortar]").check()
    answered(page, "/?kind=drone&kind=mortar")
    assert page.evaluate("[...document.querySelectorAll('#map [data-cell]')].some((node) => node.isOld)")


def test_no_mark_covers_another_and_no_label_covers_a_mark(open_page: OpenPage) -> None:
    for path in ("/", "/ar/"):
        page = open_page(path)
        drawn(page)
        page.wait_for_load_state("networkidle")
        covered = page.evaluate(
            """() => {
              const box = (node) => node.getBoundingClientRect();
              const boxes = (selector) => [...document.querySelectorAll(selector)].map(box);
              const crosses = (a, b, from, to) => a[from] < b[to] - 3 && b[from] < a[to] - 3;
              const meet = (a, b) => crosses(a, b, 'left', 'right') && crosses(a, b, 'top', 'bottom');
              const round = (a) => ({ x: (a.left + a.right) / 2, y: (a.top + a.bottom) / 2, r: a.width / 2 - 3 });
              const discs = boxes('#map .donut:not(.answer)').map(round), labels = boxes('#map .maplabel.place span');
              const far = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) >= a.r + b.r - 4;
              const gap = (at, low, high) => Math.max(low - at, 0, at - high);
              const near = (a, { left, right, top, bottom }) =>
                Math.hypot(gap(a.x, left, right), gap(a.y, top, bottom)) < a.r - 3;
              return { marks: discs.some((a, i) => discs.slice(i + 1).some((b) => !far(a, b))),
                       labels: labels.some((a, i) => labels.slice(i + 1).some((b) => meet(a, b))),
                       both: labels.some((box) => discs.some((disc) => near(disc, box))), count: labels.length };
            }"""
        )
        assert covered.pop("count") >= 3
        assert covered == {"marks": False, "labels": False, "both": False}


def test_the_chosen_record_shows_from_where_it_was_launched(open_page: OpenPage) -> None:
    page = open_page("/?province=IQ-NI&selected=IQ-0009")
    drawn(page)
    expect(page.locator("#map path.shape-precision")).to_have_count(1)
    expect(page.locator("#map path.shape-launch")).to_have_count(1)
    expect(page.locator("#map .maplabel.launch")).to_contain_text("Launched from Nineveh, place not mapped")


def test_from_far_the_map_stays_calm_and_from_near_it_is_precise(open_page: OpenPage) -> None:
    page = open_page("/?q=IQ-0009")
    drawn(page)
    expect(page.locator("#map path.shape-precision")).to_have_count(0)
    page.locator("#map [data-cell]").hover()
    for _ in range(8):
        page.mouse.wheel(0, -240)
        page.wait_for_timeout(150)
    expect(page.locator("#map path.shape-precision").first).to_be_attached()


def test_a_closer_look_is_taken_from_the_list_of_a_mark(open_page: OpenPage) -> None:
    page = open_page("/?kind=ied")
    drawn(page)
    busiest = page.locator("#map [data-cell]").filter(has=page.locator(".donut")).first
    busiest.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#mappop")).to_be_visible()
    before = marks(page)
    page.get_by_role("button", name="Zoom in here").click()
    expect(page.locator("#mappop")).to_be_hidden()
    expect(page.locator("#map")).to_be_focused()
    page.wait_for_function(
        "before => ![...document.querySelectorAll('#map [data-cell]')].some((n) => before.includes(n.dataset.cell))",
        arg=before,
    )
    assert marks(page)


def test_a_mark_opens_by_touch_and_its_list_closes_again(open_page: OpenPage) -> None:
    page = open_page("/?base=al-tanf", width="phone", touch=True)
    drawn(page)
    page.locator("#map [data-cell]").first.tap()
    expect(page.locator("#mappop")).to_be_visible()
    expect(page.locator("#mappop .card").first).to_be_visible()
    page.locator("#mappop [data-close]").tap()
    expect(page.locator("#mappop")).to_be_hidden()


def test_the_map_fills_the_window_and_leaves_it_again(open_page: OpenPage) -> None:
    page = open_page("/")
    drawn(page)
    page.evaluate("() => { Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('not here')); }")
    button = page.get_by_role("button", name="Full screen")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.locator("#panel-map").bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 800}
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")


def with_tiles(page: Page, tiles: str, credit: str) -> Page:
    """The same page as an operator with tiles serves it."""
    found = page.url

    def serve(route) -> None:  # type: ignore[no-untyped-def]
        response = route.fetch()
        body = response.text().replace('"tiles": ""', f'"tiles": "{tiles}"')
        body = body.replace('"attribution": "', f'"attribution": "{credit} · ')
        route.fulfill(response=response, body=body)

    page.route(found, serve)
    page.goto(found)
    return page


def test_tiles_take_the_place_of_the_ground_and_are_credited(open_page: OpenPage) -> None:
    page = open_page("/")
    page.route("**/tiles/**", lambda route: route.fulfill(body=ONE_PIXEL, content_type="image/png"))
    with_tiles(page, "/tiles/{z}/{x}/{y}.png", "Map makers")
    expect(page.locator("#map.has-tiles")).to_be_visible()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("Map makers · Borders: Natural Earth")


def test_without_an_answer_from_the_tiles_the_ground_stays(open_page: OpenPage) -> None:
    page = open_page("/")
    page.route("**/tiles/**", lambda route: route.fulfill(body=b"", content_type="image/png"))
    with_tiles(page, "/tiles/{z}/{x}/{y}.png", "Map makers")
    drawn(page)
    expect(page.locator("#map.has-tiles")).to_have_count(0)


def test_without_tiles_only_the_borders_are_credited(open_page: OpenPage) -> None:
    page = open_page("/ar/")
    drawn(page)
    assert page.locator("#map img.leaflet-tile").count() == 0
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("Natural Earth")


def test_paper_carries_filter_rule_date_credit_and_address(open_page: OpenPage) -> None:
    page = open_page("/?kind=drone&from=2023-10-17&to=2024-02-04")
    drawn(page)
    page.emulate_media(media="print")
    for shown in ("#map", ".legend", ".rule", ".chips", ".tl-bars", ".print-only"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (".panel-filters", ".mapbar >> nth=0", ".topbar", "#results .pager"):
        expect(page.locator(hidden)).to_be_hidden()
    paper = page.locator(".print-only").inner_text()
    assert "as of" in paper
    assert "CC BY 4.0" in paper
    assert "kind=drone" in paper
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_zooming_in_parts_a_mark_by_movement_unless_motion_is_not_wanted(open_page: OpenPage) -> None:
    page = open_page("/")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--calm')") == "0ms"
    page.emulate_media(reduced_motion="no-preference")
    page.reload()
    drawn(page)
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "new MutationObserver(() => { if (document.querySelector('.is-spreading')) window.hasSpread = true; })"
        ".observe(document.getElementById('map'), { attributes: true })"
    )
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function("() => window.hasSpread === true")
    expect(page.locator("#map.is-spreading")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "language"), [("desktop", ""), ("phone", "/ar")])
def test_an_open_mark_and_the_area_tool_are_accessible(
    open_page: OpenPage, axe_source: str, width: str, language: str, scheme: str
) -> None:
    page = open_page(f"{language}/?base=al-tanf", width=width, scheme=scheme, touch=width == "phone")
    drawn(page)
    page.locator("#map [data-cell]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#mappop .card").first).to_be_visible()
    assert violations(page, axe_source) == []
    page.keyboard.press("Escape")
    page.locator("[data-area-open]").click()
    for _mode in ("choices", "drawing"):
        page.evaluate(MEASURES)
        assert page.evaluate("measures.clipped()") == []
        assert page.evaluate("measures.smallTargets()") == []
        assert violations(page, axe_source) == []
        if page.locator("[data-area=draw]").is_visible():
            page.locator("[data-area=draw]").click()


def test_the_chosen_style_and_record_stand_in_the_address(open_page: OpenPage) -> None:
    page = open_page("/?map=provinces&selected=IQ-0009")
    expect(page.locator("#map path.choro-5").first).to_be_visible()
    expect(page.locator("#panel-map")).to_have_attribute("data-mapmode", "provinces")
    page.get_by_role("button", name="Points").click()
    expect(page).to_have_url(re.compile(r"/\?selected=IQ-0009$"))
