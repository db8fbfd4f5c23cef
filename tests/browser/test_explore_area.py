"""Choosing an area on the map: corner by corner, around a point, the view; by mouse, touch and keyboard."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenPage
from .test_explore_map import drawn

pytestmark = pytest.mark.browser


def opened(page: Page) -> dict[str, float]:
    drawn(page)
    page.locator("[data-area-open]").click()
    expect(page.locator("#areabox")).to_be_visible()
    box = page.locator("#map").bounding_box()
    assert box
    return box


def area_of(page: Page) -> list[tuple[float, ...]]:
    (text,) = parse_qs(urlsplit(page.url).query)["area"]
    return [tuple(float(number) for number in corner.split(",")) for corner in text.split(" ")]


def test_corners_are_set_by_mouse_and_the_first_one_closes_the_area(open_page: OpenPage) -> None:
    page = open_page("/")
    whole = page.locator(".headline dd").first.inner_text()
    box = opened(page)
    page.get_by_role("button", name="Draw an area").click()
    corners = [(0.15, 0.35), (0.4, 0.4), (0.4, 0.7), (0.15, 0.7)]
    for across, down in [*corners, corners[0]]:
        page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
    expect(page).to_have_url(re.compile(r"\?area="))
    assert len(area_of(page)) == 4
    expect(page.locator("#map path.shape-area")).to_have_count(1)
    expect(page.locator(".headline dd").first).not_to_have_text(whole)
    expect(page.locator("[data-area-open]")).to_be_focused()


def test_corners_are_set_by_keyboard_and_taken_back(open_page: OpenPage) -> None:
    page = open_page("/")
    opened(page)
    page.get_by_role("button", name="Draw an area").press("Enter")
    expect(page.locator("#map")).to_be_focused()
    for key in ("ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press("Enter")
        page.keyboard.press(key)
        page.wait_for_timeout(700)  # the map glides to a stop
    expect(page.locator("#areabox p[data-corners]")).to_have_text("Corners: 4")
    page.keyboard.press("Backspace")
    expect(page.locator("#areabox p[data-corners]")).to_have_text("Corners: 3")
    page.get_by_role("button", name="Show what lies in it").press("Enter")
    expect(page).to_have_url(re.compile(r"\?area="))
    assert len(area_of(page)) == 3


def test_sides_that_cross_are_said_and_not_sent(open_page: OpenPage) -> None:
    page = open_page("/")
    box = opened(page)
    page.get_by_role("button", name="Draw an area").click()
    for across, down in [(0.15, 0.35), (0.4, 0.7), (0.4, 0.35), (0.15, 0.7)]:
        page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
    expect(page.locator("#areabox p[data-corners]")).to_contain_text("The sides cross")
    expect(page.get_by_role("button", name="Show what lies in it")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Draw an area")).to_be_visible()


def test_the_view_is_taken_as_the_area_and_given_up_again(open_page: OpenPage) -> None:
    page = open_page("/")
    opened(page)
    page.get_by_role("button", name="Use this view as the area").press("Enter")
    expect(page).to_have_url(re.compile(r"\?area="))
    assert len(area_of(page)) == 4
    page.locator("[data-area-open]").click()
    page.get_by_role("button", name="Remove the area").click()
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.locator("#map path.shape-area")).to_have_count(0)


def test_what_lies_within_some_kilometres_is_asked_for_by_touch(open_page: OpenPage) -> None:
    page = open_page("/", width="phone", touch=True)
    box = opened(page)
    page.locator("#areabox select").select_option("50")
    page.get_by_role("button", name="of a point").tap()
    page.touchscreen.tap(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.45)
    expect(page).to_have_url(re.compile(r"\?near=4\d\.\d+,3\d\.\d+,50$"))
    expect(page.locator("#map path.shape-area")).to_have_count(1)
    page.reload()
    expect(page.locator("#map path.shape-area")).to_have_count(1)


def test_marks_cannot_be_opened_by_mistake_while_an_area_is_drawn(open_page: OpenPage) -> None:
    page = open_page("/")
    opened(page)
    page.get_by_role("button", name="Draw an area").click()
    mark = page.locator("#map [data-cell]").last.bounding_box()
    assert mark
    page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    expect(page.locator("#areabox p[data-corners]")).to_have_text("Corners: 1")
    expect(page.locator("#mappop")).to_be_hidden()


def test_a_mark_of_several_places_lists_exactly_its_records(open_page: OpenPage) -> None:
    page = open_page("/?from=2023-10-17&to=2024-02-04&role=attack")
    drawn(page)
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate(
        "JSON.parse(document.getElementById('map-data').textContent).cells"
        ".filter(({ records }) => records > 1 && records < 40).map(({ key, records }) => [key, records])"
    )
    assert len(sizes) >= 3
    for key, records in sizes:
        page.locator(f'#map [data-cell="{key}"]').focus()
        page.keyboard.press("Enter")
        expect(page.locator("#mappop")).to_be_visible()
        expect(page.locator("#mappop .card")).to_have_count(records)
        page.keyboard.press("Escape")


def test_the_whole_page_follows_the_place_of_a_mark(open_page: OpenPage) -> None:
    page = open_page("/?kind=ied")
    drawn(page)
    page.locator("#map [data-cell]").filter(has=page.locator(".donut")).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Filter everything by this place").click()
    expect(page).to_have_url(re.compile(r"\?kind=ied&(area|base|province)="))
    expect(page.locator("#results .card").first).to_be_visible()
