"""The picture of the current view: the section of the map that is seen, as SVG and as PNG."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from .conftest import OpenPage
from .test_explore_map import drawn

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["", "/ar"])
def test_the_picture_is_had_in_both_forms(open_page: OpenPage, tmp_path: Path, language: str) -> None:
    page = open_page(f"{language}/?kind=drone")
    drawn(page)
    page.locator(".export > summary").click()
    with page.expect_download() as svg:
        page.locator("[data-picture=svg]").click()
    assert svg.value.suggested_filename == "iraq-attack-record.svg"
    assert re.search(r"bbox=[\d.,%C]+", svg.value.url)
    svg.value.save_as(tmp_path / "picture.svg")
    assert "kind=drone" in (tmp_path / "picture.svg").read_text("utf-8")
    with page.expect_download() as png:
        page.locator("[data-picture=png]").click()
    png.value.save_as(tmp_path / "picture.png")
    with Image.open(tmp_path / "picture.png") as picture:
        assert picture.width == 2400
        colours = picture.convert("RGB").resize((60, 50)).getcolors(3000)
        assert colours
        assert len(colours) > 20  # something is drawn
    expect(page.locator("[data-picture=png]")).not_to_have_attribute("aria-busy", "true")


def test_a_closer_view_gives_a_closer_picture(open_page: OpenPage) -> None:
    page = open_page("/")
    drawn(page)
    addresses = []
    for _ in range(2):
        page.locator(".export > summary").click()
        with page.expect_download() as download:
            page.locator("[data-picture=svg]").click()
        addresses.append(download.value.url)
        page.locator(".export > summary").click()
        page.get_by_role("button", name="Zoom in").click()
        page.wait_for_timeout(400)
    assert addresses[0] != addresses[1]
