"""The desk in the browser: what is typed survives, two editors meet, the map proposes, every page is accessible."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from attacks.choices import StaffRole

from .conftest import WIDTHS, Sit
from .pages import STAFF_PAGES
from .test_every_page import MEASURES, violations

pytestmark = pytest.mark.browser

ADD = "/admin/attacks/incident/add/"


def begin(page: Page) -> None:
    """A report that somebody has begun to type, a second munition row among it."""
    page.goto(ADD)
    page.locator("#id_kind").select_option("rocket")
    page.locator("#id_title").fill("Typed and not saved")
    page.locator("#munitions-group .add-row a").click()
    page.locator("#id_munitions-1-fired_low").fill("7+")
    kept(page, "7+")


def kept(page: Page, text: str) -> None:
    """Waits until the browser keeps a draft with this text; the policy of the page forbids waiting by a script."""
    for _ in range(80):
        if page.evaluate("text => Object.values(localStorage).some(draft => draft.includes(text))", text):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"no draft holds {text}")


def test_what_was_typed_is_offered_again_after_a_crash_added_rows_too(sit: Sit) -> None:
    page = sit("ana", StaffRole.ANALYST)
    begin(page)
    page.goto("about:blank")
    page.goto(ADD)
    expect(page.locator("#id_title")).to_have_value("")
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator("#id_title")).to_have_value("Typed and not saved")
    expect(page.locator("#id_munitions-1-fired_low")).to_have_value("7+")


def test_nobody_else_is_offered_what_one_typed(sit: Sit) -> None:
    page, other = sit("ana", StaffRole.ANALYST), sit("ben", StaffRole.ANALYST)
    begin(page)
    page.context.add_cookies(other.context.cookies())  # type: ignore[arg-type]
    page.goto(ADD)
    expect(page.locator("#id_kind")).to_be_focused()
    expect(page.get_by_role("button", name="Restore it")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('desk:')).length") == 0


def test_a_save_without_a_session_says_so_and_works_after_signing_in_again(sit: Sit) -> None:
    page = sit("ana", StaffRole.ANALYST)
    begin(page)
    session = page.context.cookies()
    page.context.clear_cookies()
    save = page.get_by_role("button", name="Save and continue editing").first
    save.click()
    expect(page.locator("[data-notice=send]")).to_contain_text("Your session has ended")
    expect(page.locator("#id_title")).to_have_value("Typed and not saved")
    page.context.add_cookies(session)  # type: ignore[arg-type]
    save.click()
    expect(page.locator(".errornote")).to_be_visible()  # it arrived: the rest is still to be filled
    expect(page.locator("#id_title")).to_have_value("Typed and not saved")
    expect(page.locator("#id_munitions-1-fired_low")).to_have_value("7+")


def test_a_save_without_a_connection_leaves_the_page_as_it_is(sit: Sit) -> None:
    page = sit("ana", StaffRole.ANALYST)
    begin(page)
    page.context.set_offline(True)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-notice=send]")).to_contain_text("No connection")
    expect(page.locator("#id_title")).to_have_value("Typed and not saved")
    page.context.set_offline(False)


def test_two_editors_of_one_record_choose_between_what_both_wrote(sit: Sit) -> None:
    one, other = sit("edi", StaffRole.EDITOR), sit("eva", StaffRole.EDITOR)
    one.goto("/admin/attacks/incident/?q=IQ-0150")
    one.locator("#result_list tbody th a").first.click()
    one.locator("#id_damage").fill("First")
    one.get_by_role("button", name="Save and submit for review").first.click()
    expect(one.locator(".messagelist")).to_be_visible()
    for page in (one, other):
        page.goto("/admin/attacks/incident/?q=IQ-0150")
        page.locator("#result_list tbody th a").first.click()
    one.locator("#id_title").fill("Title of one")
    one.locator("#id_time_note").fill("Night")
    one.keyboard.press("Control+s")
    expect(one.locator(".messagelist")).to_be_visible()
    other.locator("#id_title").fill("Title of the other")
    other.locator("#id_damage").fill("Roofs")
    other.keyboard.press("Control+s")
    expect(other.locator(".messagelist")).to_contain_text("Time in words")
    expect(other.locator("#id_damage")).to_have_value("Roofs")
    choice = other.get_by_role("row", name="Title")
    expect(choice).to_contain_text("Title of one")
    choice.get_by_label("Title of the other").check()
    other.keyboard.press("Control+s")
    expect(other.locator(".messagelist")).to_contain_text("changed successfully")
    expect(other.locator("#id_title")).to_have_value("Title of the other")
    expect(other.locator("#id_time_note")).to_have_value("Night")


def test_a_point_proposes_province_and_base_and_warns_of_another_province(sit: Sit) -> None:
    page = sit("ana", StaffRole.ANALYST)
    page.goto(ADD)
    page.locator("#desk_location_latitude").fill("33.9402, 44.3616")
    page.locator("#desk_location_latitude").press("Tab")
    expect(page.locator("#id_province option:checked")).to_have_text("Salah al-Din")
    expect(page.locator("#id_base option:checked")).to_have_text("Balad Air Base")
    expect(page.locator("#id_location_precision")).to_have_value("site")
    page.locator("#desk_location_latitude").fill("33.75, 44.65")
    page.locator("#desk_location_longitude").fill("")
    page.locator("#desk_location_latitude").press("Tab")
    warning = page.locator("[data-notice=province]")
    expect(warning).to_contain_text("Diyala")
    expect(page.locator("#id_province option:checked")).to_have_text("Salah al-Din")
    warning.get_by_role("button").click()
    expect(page.locator("#id_province option:checked")).to_have_text("Diyala")
    expect(warning).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_controls_of_one_line_have_one_height_and_stand_side_by_side(sit: Sit, width: str) -> None:
    page = sit("ana", StaffRole.ANALYST, width=width)
    page.goto(ADD, wait_until="networkidle")
    lines = (
        ["#id_kind", "#id_occurred_from", "#id_date_precision"],
        ["#id_time_from", "#id_time_note"],
        ["#id_base + .select2 .select2-selection", "#id_place_name"],
        ["#id_munitions-0-weapon", "#id_munitions-0-fired_low"],
    )
    for line in lines:
        boxes = [page.locator(name).bounding_box() or {} for name in line]
        assert len({round(box["height"]) for box in boxes}) == 1, (line, boxes)
        if width == "desktop":
            assert max(box["y"] for box in boxes) - min(box["y"] for box in boxes) < 1, (line, boxes)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_part_without_rows_is_one_line_until_one_is_added(sit: Sit, width: str) -> None:
    page = sit("ana", StaffRole.ANALYST, width=width)
    page.goto(ADD, wait_until="networkidle")
    part = page.locator("#attributions-group")
    heading, add = part.locator("h2"), part.locator(".add-row a")
    assert (part.bounding_box() or {})["height"] < 60
    above, beside = heading.bounding_box() or {}, add.bounding_box() or {}
    assert above["y"] < beside["y"] + beside["height"] / 2 < above["y"] + above["height"]
    add.click()
    expect(part.locator("#id_attributions-0-basis")).to_be_visible()
    assert (add.bounding_box() or {})["y"] > (part.locator("#id_attributions-0-basis").bounding_box() or {})["y"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", STAFF_PAGES)
def test_a_page_of_the_desk_is_whole_and_accessible(
    name: str, language: str, width: str, sit: Sit, axe_source: str
) -> None:
    page = sit("edi", StaffRole.EDITOR, width=width, language=language)
    page.goto(STAFF_PAGES[name], wait_until="networkidle")
    page.evaluate(MEASURES)
    assert page.evaluate("measures.sideways()") <= 0
    assert page.evaluate("measures.smallTargets()") == []
    assert violations(page, axe_source) == []
