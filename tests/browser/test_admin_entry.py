"""The Balad attack of 15 March 2021 entered anew: how many actions it takes, and its way to the public."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from attacks.choices import StaffRole

from .conftest import Sit
from .staff import Hands

pytestmark = pytest.mark.browser

ADD = "/admin/attacks/incident/add/"
# A click, a key, or the text of one field each; about two minutes of a practised hand.
MOST_ACTIONS = 60


def enter_balad(page: Page) -> Hands:
    """Everything of the founding report that the form asks for, up to but not including the save."""
    page.goto(ADD)
    expect(page.locator("#id_kind")).to_be_focused()
    hands = Hands(page)
    hands.type("Rocket")
    hands.press("Tab")
    hands.type("2021-03-15")
    hands.choose("base", "Balad")
    expect(page.locator("#id_place_name")).to_have_value("Balad Air Base")
    hands.fill(
        page.locator("#id_summary"),
        "Seven rockets were fired at Balad Air Base, a security source said; five missed it and fell on houses.",
    )
    hands.press("Tab")
    hands.type("A village in Diyala")
    hands.choose("launch_province", "Diyala")
    hands.fill(page.get_by_text("US nexus:"), "Indirect")
    hands.fill(page.get_by_text("Evidence:", exact=True), "Corroborated")
    hands.fill(page.locator("#id_munitions-0-fired_low"), "2-7")
    hands.fill(page.locator("#id_munitions-0-hit_low"), "0-2")
    hands.fill(page.locator("#id_munitions-0-fell_wide_low"), "2-5")
    hands.click(page.get_by_role("button", name="A source says: no casualties"))
    hands.choose("accounts-0-source", "founding-article")
    hands.fill(page.locator("#id_accounts-0-said_by"), "a security source")
    hands.fill(page.locator("#id_accounts-0-values-0-value"), "7")
    hands.fill(page.locator("#id_accounts-0-values-2-value"), "5")
    hands.press("Control+Enter")
    hands.choose("accounts-1-new_outlet", "Atalayar")
    hands.fill(page.locator("#id_accounts-1-new_url"), "https://news.example/balad-two-rockets")
    hands.fill(page.locator("#id_accounts-1-new_published_on"), "2021-03-16")
    hands.fill(page.locator("#id_accounts-1-said_by"), "Security Media Cell")
    hands.fill(page.locator("#id_accounts-1-values-0-value"), "2")
    hands.fill(page.locator("#id_accounts-1-values-1-value"), "0")
    hands.fill(page.locator("#id_accounts-1-values-2-value"), "2")
    return hands


def enter_another(page: Page, day: str) -> None:
    """A second report, with the least that the form asks for, saved and submitted."""
    page.goto(ADD)
    hands = Hands(page)
    hands.type("Drone")
    hands.press("Tab")
    hands.type(day)
    hands.choose("base", "Balad")
    expect(page.locator("#id_place_name")).to_have_value("Balad Air Base")
    hands.fill(page.locator("#id_summary"), "A drone was reported over the base.")
    hands.fill(page.get_by_text("US nexus:"), "Direct")
    page.get_by_role("button", name="Save and submit for review").first.click()
    expect(page.locator(".messagelist")).to_contain_text("Submitted")


def opened_record(page: Page) -> str:
    """The public id of the record that the list's first row leads to, now open."""
    page.goto("/admin/attacks/incident/?o=-1")
    link = page.locator("#result_list tbody th a").first
    public_id = link.inner_text()
    link.click()
    return public_id


def take(page: Page, step: str, note: str = "", *, link: str = "") -> None:
    page.get_by_role("link", name=link or step, exact=True).click()
    if note:
        page.get_by_label("Note").fill(note)
    page.get_by_role("button", name=step).click()
    expect(page.locator(".messagelist")).to_be_visible()


def test_a_report_goes_from_the_analysts_hands_to_the_public(sit: Sit) -> None:
    analyst, editor = sit("ana", StaffRole.ANALYST), sit("edi", StaffRole.EDITOR)

    hands = enter_balad(analyst)
    likely = analyst.locator("[data-duplicates] li").first
    expect(likely).to_contain_text("IQ-0155")
    expect(likely).to_contain_text("same base, same day")
    expect(analyst.locator("#id_title")).to_have_value("Rocket attack on Balad Air Base, 15 March 2021")
    expect(analyst.locator("#id_province option:checked")).to_have_text("Salah al-Din")
    expect(analyst.locator("#id_munitions-0-fired_high")).to_have_value("7")
    expect(analyst.locator("#id_munitions-0-weapon")).to_have_value("rocket")
    hands.click(analyst.get_by_label("None of these is the same attack"))
    hands.click(analyst.get_by_role("button", name="Save and submit for review").first)
    expect(analyst.locator(".messagelist")).to_contain_text("Submitted")
    print(f"{hands.actions} actions")
    assert hands.actions <= MOST_ACTIONS

    entered = opened_record(analyst)
    expect(analyst.locator(".standing")).to_contain_text("In review")
    assert analyst.get_by_role("link", name="Publish", exact=True).count() == 0
    key = re.search(r"/(\d+)/change", analyst.url)
    assert key
    refused = analyst.request.post(f"/admin/attacks/incident/review/publish/?ids={key[1]}", form={"ids": key[1]})
    assert refused.status == 403

    assert opened_record(editor) == entered
    take(editor, "Return with a note", "Is this not IQ-0155?")
    analyst.reload()
    expect(analyst.locator(".standing")).to_contain_text("Returned")
    assert editor.request.get(f"/incidents/{entered}/").status == 404

    enter_another(analyst, "2021-08-21")
    public_id = opened_record(editor)
    assert public_id != entered
    title = "Drone attack on Balad Air Base, 21 August 2021"
    take(editor, "Publish")
    explore = "/?from=2021-08-21&to=2021-08-21"
    editor.goto(explore)
    expect(editor.locator("#results")).to_contain_text(title)

    opened_record(analyst)
    analyst.locator("#id_title").fill("A drone over Balad")
    analyst.get_by_role("button", name="Save and submit for review").first.click()
    expect(analyst.locator(".messagelist")).to_contain_text("Submitted")
    editor.goto(explore)
    expect(editor.locator("#results")).to_contain_text(title)
    opened_record(editor)
    take(editor, "Publish", link="Publish the correction")
    editor.goto(explore)
    expect(editor.locator("#results")).to_contain_text("A drone over Balad")
