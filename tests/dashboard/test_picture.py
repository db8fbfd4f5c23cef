"""The picture of a view: one SVG that stands alone and says everything, the same for the same question."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from dashboard.picture.map import IRAQ, View
from tests import factories

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def record() -> None:
    base = factories.BaseFactory(slug="balad", name="Balad Air Base", name_ar="قاعدة بلد الجوية")
    rockets = factories.IncidentFactory(public_id="IQ-0001", base=base, placed=True, title="Rockets <b>&</b> more")
    drone = factories.IncidentFactory(public_id="IQ-0002", base=base, placed=True, kind="drone")
    strike = factories.IncidentFactory(public_id="IQ-0003", response=True, placed=True)
    coverage = factories.CoverageFactory()
    factories.published(base, coverage, rockets, drone, strike)


def drawn(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def words(picture: ElementTree.Element) -> str:
    return " ".join(node.text or "" for node in picture.iter(f"{SVG}text"))


def test_it_says_filter_rule_date_credit_and_address(client: Client, record: None) -> None:
    said = words(drawn(client, "/picture.svg?kind=drone"))
    for part in ("Kind: Drone", "1 attack", "Counts attacks.", "as of", "CC BY 4.0", "Natural Earth", "/?kind=drone"):
        assert part in said
    assert "Balad Air Base" in said


def test_the_same_question_gives_the_same_picture(client: Client, record: None) -> None:
    assert client.get("/picture.svg").content == client.get("/picture.svg").content


def test_it_needs_nothing_from_elsewhere(client: Client, record: None) -> None:
    """No style sheet, script, image or link: it looks the same in any programme and under any policy."""
    text = client.get("/picture.svg").content.decode()
    assert not re.search(r"<(style|script|image|a|use|foreignObject)\b|\bstyle=|\bhref=", text)
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {"#frame", "#thin"}


def test_both_kinds_of_marks_are_drawn_and_counted(client: Client, record: None) -> None:
    picture = drawn(client, "/picture.svg")
    rings = [node for node in picture.iter(f"{SVG}path") if " 0 1 " in node.get("d", "") and "A" in node.get("d", "")]
    assert len(rings) >= 2  # half rocket, half drone
    assert [node for node in picture.iter(f"{SVG}rect") if "rotate(45" in node.get("transform", "")]


def test_in_arabic_it_reads_from_right_to_left(client: Client, record: None) -> None:
    picture = drawn(client, "/ar/picture.svg")
    assert picture.get("direction") == "rtl"
    assert "قاعدة بلد الجوية" in words(picture)
    assert "/ar/" in words(picture)


def test_provinces_are_tinted_when_the_map_shows_provinces(client: Client) -> None:
    province = factories.ProvinceFactory()
    incidents = factories.IncidentFactory.create_batch(5, province=province)
    factories.published(province, *incidents)
    picture = drawn(client, "/picture.svg?map=provinces")
    assert "Baghdad 5" in words(picture)
    assert "5–9" in words(picture)


def test_the_section_of_the_map_decides_what_is_drawn(client: Client, record: None) -> None:
    assert "Balad Air Base" in words(drawn(client, "/picture.svg?bbox=44,33.5,45,34.5"))
    assert "Balad Air Base" not in words(drawn(client, "/picture.svg?bbox=47,30,48,31"))


@pytest.mark.parametrize("query", ["kind=nonsense", "bbox=1,2,3", "from=2021-13-01", "map=globe", "unknown=1"])
def test_nonsense_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/picture.svg?{query}").status_code == 400


def test_nothing_published_gives_an_empty_picture(client: Client) -> None:
    assert "0 attacks" in words(drawn(client, "/picture.svg"))


@pytest.mark.parametrize(
    "box", [IRAQ, (44.3, 33.2, 44.5, 33.4), (-180, -85, 180, 85), (44.0, 33.0, 44.000_01, 33.000_01)]
)
def test_a_box_is_fitted_and_centred(box: tuple[float, float, float, float]) -> None:
    view = View(box, 1000, 600)
    left, top = view.place(box[0], box[3])
    right, bottom = view.place(box[2], box[1])
    assert (left + right) / 2 == pytest.approx(500, abs=1)
    assert (top + bottom) / 2 == pytest.approx(300, abs=1)
    assert left >= -1e-6
    assert top >= -1e-6
    assert 0 <= view.zoom <= 14
