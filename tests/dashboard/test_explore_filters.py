"""The panel and the head of Explore: leaving out, what is counted, areas, and the words for all of it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from attacks.explorer.declared import PARAMETERS
from attacks.explorer.parameters import One, Signed
from tests import factories

from .test_explore_page import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> None:
    """Three attacks, one known only to its province and one in two parts, a response, and a foiled attempt."""
    province = factories.ProvinceFactory()
    base = factories.BaseFactory(slug="balad", name="Balad Air Base", name_ar="قاعدة بلد الجوية")
    group = factories.ActorFactory(slug="some-group", name="Some Group")
    rockets = factories.IncidentFactory(public_id="IQ-0001", base=base, placed=True, kind="rocket")
    factories.MunitionFactory(incident=rockets, fired_low=7, fired_high=9)
    factories.CasualtiesFactory(incident=rockets, killed_low=1, killed_high=1)
    factories.AttributionFactory(incident=rockets, actor=group)
    drone = factories.IncidentFactory(
        public_id="IQ-0002",
        kind="drone",
        occurred_from=date(2021, 7, 1),
        province=province,
        location=Point(44.4, 33.3, srid=4326),
        location_precision="province",
    )
    strike = factories.IncidentFactory(public_id="IQ-0003", response=True, occurred_from=date(2021, 6, 1))
    foiled = factories.IncidentFactory(public_id="IQ-0004", is_foiled=True)
    factories.published(province, base, group, rockets, drone, strike, foiled)


def rule_of(html: str) -> str:
    found = re.search(r'<p class="rule">(.*?)</p>', html, re.S)
    assert found
    return text_of(found[1])


def figures_of(html: str) -> list[str]:
    head = html[html.index('class="headline"') : html.index('class="rule"')]
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", head)
    return [f"{value} {words}" for words, value in found]


def ids_of(html: str) -> list[str]:
    return re.findall(r'class="card" data-id="([^"]+)"', html)


def test_what_is_left_out_is_ticked_said_and_taken_back_by_its_chip(client: Client, record: None) -> None:
    html = client.get("/?kind=-drone&kind=rocket").content.decode()
    assert re.search(r'name="kind" value="-drone" checked aria-label="Leave out: Kind Drone"', html)
    assert not re.search(r'name="kind" value="drone" checked', html)
    chips = re.findall(r'<li class="chip">.*?</li>', html, re.S)
    assert [text_of(chip).strip() for chip in chips] == ["Kind Rocket", "Kind not Drone"]
    assert 'href="/?kind=rocket"' in chips[1]
    assert "IQ-0002" not in ids_of(html)


def test_both_boxes_of_an_option_leave_it_out(client: Client, record: None) -> None:
    html = client.get("/?kind=drone&kind=-drone").content.decode()
    assert 'data-address="/?kind=-drone"' in html


def test_every_parameter_has_a_field_a_link_or_a_control(client: Client, record: None) -> None:
    html = client.get("/").content.decode()
    elsewhere = {"actor_by", "foiled", "duplicates", "as_of", "cursor", "zoom", "bbox"}  # links, or of the moment
    for parameter in PARAMETERS:
        if parameter.name not in elsewhere:
            assert re.search(rf'<(input|select)[^>]* name="{parameter.name}"', html) or (
                isinstance(parameter, Signed) and f'id="group-{parameter.name}"' in html
            ), parameter.name


def test_what_has_no_field_is_carried_along_by_the_form(client: Client, record: None) -> None:
    html = client.get("/?foiled=counted&duplicates=without&actor_by=parent").content.decode()
    for name, value in (("foiled", "counted"), ("duplicates", "without"), ("actor_by", "parent")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in html


MEASURES = {
    "": ["2 attacks", "7–9+ munitions fired", "1+ killed", "– wounded"],
    "barrages": ["2 barrages", "7–9+ munitions fired", "1+ killed", "– wounded"],
    "records": ["2 records", "7–9+ munitions fired", "1+ killed", "– wounded"],
    "munitions": ["7–9+ munitions fired", "2 attacks", "1+ killed", "– wounded"],
    "killed": ["1+ killed", "2 attacks", "7–9+ munitions fired", "– wounded"],
}


@pytest.mark.parametrize(("measure", "figures"), MEASURES.items())
def test_the_head_begins_with_what_is_measured(client: Client, record: None, measure: str, figures: list[str]) -> None:
    html = client.get(f"/?measure={measure}").content.decode()
    assert figures_of(html) == figures
    assert re.search(rf'<option value="{measure or "attacks"}" selected>', html)


def test_munitions_say_for_how_many_records_they_are_known(client: Client, record: None) -> None:
    html = client.get("/?measure=munitions").content.decode()
    assert "Counts munitions fired: 7–9, known for 1 of 2 records" in rule_of(html)
    assert "Munitions fired per week, at least" in html
    assert "at least 7 munitions at Balad Air Base" in html
    assert "Numbers: munitions fired, at least, under the other filters." in html
    option = re.search(r'value="rocket">.*?<span class="count">(\d+)</span>', html, re.S)
    assert option
    assert option[1] == "7"


def test_the_rule_follows_the_switches(client: Client, record: None) -> None:
    html = client.get("/").content.decode()
    assert "1 foiled attempt" in rule_of(html)
    assert "context-only and discounted reports" in rule_of(html)
    counted = client.get("/?foiled=counted").content.decode()
    assert "Counts 1 foiled attempt." in rule_of(counted)
    assert figures_of(counted)[0] == "3 attacks"
    every = "&".join(f"evidence={grade}" for grade in ("confirmed", "discounted"))
    assert "context-only reports" in rule_of(client.get(f"/?{every}").content.decode())
    assert "Counts US responses." in rule_of(client.get("/?role=-attack&role=response").content.decode())


def test_every_switch_leads_to_a_page_where_it_stands_so(client: Client, record: None) -> None:
    html = client.get("/").content.decode()
    links = re.findall(r'<a href="([^"]+)" data-key="(switch-\w+-\d)"', html)
    assert len(links) == 11
    for url, key in links:
        page = client.get(url.replace("&amp;", "&")).content.decode()
        assert re.search(rf'data-key="{key}" aria-current="true"', page), (url, key)


def test_an_area_says_what_it_leaves_out(client: Client, record: None) -> None:
    html = client.get("/?area=43,33 46,33 46,35 43,35").content.decode()
    assert "The area leaves out 3 records whose place is known only to the province, or not at all." in rule_of(html)
    assert ids_of(html) == ["IQ-0001"]
    chip = re.search(r'<li class="chip">.*?</li>', html, re.S)
    assert chip
    assert text_of(chip[0]).strip() == "Area drawn, 4 corners"
    assert 'name="area" value="43,33 46,33 46,35 43,35"' in html


def test_nothing_near_names_the_distance_to_drop(client: Client, record: None) -> None:
    html = client.get("/?near=40,30,5").content.decode()
    empty = text_of(html[html.index('class="empty"') :])
    assert "Without Within 5 km around 30, 40" in empty


@pytest.mark.parametrize("query", ["area=44,33 45,34 45,33 44,34", "near=x", "measure=fear", "kind=-x", "confidence=1"])
def test_nonsense_is_refused_and_named(client: Client, query: str) -> None:
    response = client.get(f"/?{query}")
    assert response.status_code == 400
    assert query.split("=")[0] in text_of(response.content.decode())


def test_the_table_sorts_by_its_columns(client: Client, record: None) -> None:
    html = client.get("/?view=table&sort=munitions").content.decode()
    table = html[html.index('id="list"') :]
    assert re.findall(r'<span class="id">([^<]+)</span>', table)[0] == "IQ-0001"
    assert len(re.findall(r'aria-sort="descending"', table)) == 1
    for name in re.findall(r'href="/\?sort=(\w+)&amp;view=table"', table):
        page = client.get(f"/?sort={name}&view=table").content.decode()
        assert re.search(r'aria-sort="(de|a)scending"', page), name


def test_every_word_of_a_choice_is_said(client: Client, record: None) -> None:
    html = client.get("/").content.decode()
    for parameter in PARAMETERS:
        if isinstance(parameter, One) and parameter.name in ("measure", "confidence", "affiliation_confidence", "sort"):
            for value in parameter.options:
                assert f'<option value="{value}"' in html
