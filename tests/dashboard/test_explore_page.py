"""Explore as the server renders it: one filter, every panel from one answer, addresses that say everything."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from attacks.models import Base
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> None:
    """Two attacks, one of them on a base and claimed, a response, and a foiled attempt."""
    province = factories.ProvinceFactory()
    base = factories.BaseFactory(slug="balad", name="Balad Air Base", name_ar="قاعدة بلد الجوية")
    group = factories.ActorFactory(slug="some-group", name="Some Group")
    rockets = factories.IncidentFactory(
        public_id="IQ-0001", title="Seven rockets at Balad", base=base, placed=True, kind="rocket"
    )
    factories.MunitionFactory(incident=rockets, fired_low=7, fired_high=7)
    factories.CasualtiesFactory(incident=rockets, killed_low=0, killed_high=0)
    factories.AttributionFactory(incident=rockets, actor=group)
    drone = factories.IncidentFactory(
        public_id="IQ-0002", title="A drone somewhere", kind="drone", occurred_from=date(2021, 7, 1), province=province
    )
    strike = factories.IncidentFactory(
        public_id="IQ-0003", response=True, title="A strike", occurred_from=date(2021, 6, 1)
    )
    foiled = factories.IncidentFactory(public_id="IQ-0004", is_foiled=True, title="Rockets found")
    coverage = factories.CoverageFactory()
    factories.published(province, base, group, coverage, rockets, drone, strike, foiled)


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def map_data(html: str) -> dict[str, Any]:
    found = re.search(r'<script id="map-data" type="application/json">(.*?)</script>', html, re.S)
    assert found
    return json.loads(found[1])


def test_the_headline_says_its_counting_rule(client: Client, record: None) -> None:
    text = text_of(client.get("/").content.decode())
    assert "attacks 2" in text
    assert "munitions fired 7+" in text
    assert "1 US response" in text
    assert "1 foiled attempt" in text


def test_nothing_published_is_said_in_words(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "Nothing is published yet" in response.content.decode()


def test_a_filter_stands_as_a_chip_that_removes_it(client: Client, record: None) -> None:
    html = client.get("/?kind=drone&from=2021-01-01&to=2021-12-31").content.decode()
    chips = re.findall(r'<li class="chip">.*?</li>', html, re.S)
    assert [text_of(chip).strip() for chip in chips] == ["Period 1 Jan – 31 Dec 2021", "Kind Drone"]
    assert 'href="/?from=2021-01-01&amp;to=2021-12-31"' in chips[1]
    assert 'href="/?kind=drone"' in chips[0]


def test_the_form_shows_the_filter_without_javascript(client: Client, record: None) -> None:
    html = client.get("/?kind=drone&from=2021-01-01&q=some").content.decode()
    assert re.search(r'name="kind" value="drone" checked', html)
    assert not re.search(r'name="kind" value="rocket" checked', html)
    assert re.search(r'name="from" value="2021-01-01"', html)
    assert re.search(r'name="q"[^>]* value="some"', html)
    assert re.search(r'<button[^>]*type="submit"', html)


def test_defaults_are_not_ticked_but_named(client: Client, record: None) -> None:
    html = client.get("/").content.decode()
    assert not re.search(r'name="evidence" value="confirmed" checked', html)
    assert "not discounted" in html


def test_empty_fields_of_the_form_are_silence(client: Client, record: None) -> None:
    html = client.get("/?q=&from=&to=&kind=drone&sort=newest&bin=auto&view=&map=").content.decode()
    assert 'data-address="/?kind=drone"' in html


NONSENSE = {
    "kind=nonsense": "kind",
    "view=grid": "view",
    "selected=IQ-9999": "selected",
    "zom=7": "zom",
    "from=2022-01-01&to=2021-01-01": "from",
    "bbox=1,2,3": "bbox",
    "map=moon": "map",
}


@pytest.mark.parametrize(("query", "name"), NONSENSE.items())
def test_nonsense_is_refused_and_named(client: Client, record: None, query: str, name: str) -> None:
    response = client.get(f"/?{query}")
    assert response.status_code == 400
    assert name in text_of(response.content.decode())


class Regions(HTMLParser):
    """The markup of every region of a page by its name, and the data of its frame."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: dict[str, str] = {}
        self.frame: dict[str, str | None] = {}
        self._inside: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_data(self.get_starttag_text() or "")
        if tag not in ("input", "link", "meta"):
            self._inside.append(dict(attrs).get("data-region"))
        if "data-frame" in dict(attrs):
            self.frame = {name: value for name, value in attrs if name.startswith("data-")}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_data(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._inside.pop()
        self.handle_data(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        for name in filter(None, self._inside):
            self.found[name] = self.found.get(name, "") + data

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


@pytest.mark.parametrize(
    "query", ["kind=rocket", "kind=rocket&selected=IQ-0001", "kind=ied", "view=table&map=provinces"]
)
def test_the_fragment_brings_every_region_as_the_page_has_it(client: Client, record: None, query: str) -> None:
    response = client.get(f"/?{query}", headers={"X-Fragment": "explore"})
    page, fragment = Regions(client.get(f"/?{query}").content.decode()), Regions(response.content.decode())
    assert {"filters", "results", "timeline", "mapdata", "querybar", "now"} < set(page.found)
    assert fragment.found == page.found
    assert fragment.frame == page.frame
    assert 'id="map"' not in response.content.decode()
    assert "X-Fragment" in response["Vary"]


def test_the_map_fragment_has_cells_and_nothing_else(client: Client, record: None) -> None:
    data = client.get("/?zoom=9&bbox=38,29,49,38", headers={"X-Fragment": "map"}).json()
    assert data["zoom"] == 9
    assert data["bbox"] == [38, 29, 49, 38]
    assert [cell["words"] for cell in data["cells"]] == ["1 attack at Balad Air Base"]


def test_the_cards_fragment_lists_what_a_mark_holds(client: Client, record: None) -> None:
    html = client.get("/?base=balad", headers={"X-Fragment": "cards"}).content.decode()
    assert re.findall(r'data-id="([^"]+)"', html) == ["IQ-0001"]


def test_a_cluster_names_its_base_in_arabic(client: Client, record: None) -> None:
    (cell,) = map_data(client.get("/ar/").content.decode())["cells"]
    assert cell["label"] == "قاعدة بلد الجوية"


def test_the_chosen_record_is_marked_on_map_and_list(client: Client, record: None) -> None:
    html = client.get("/?selected=IQ-0001").content.decode()
    assert map_data(html)["selected"] == {
        "public_id": "IQ-0001",
        "lat": 33.94,
        "lon": 44.36,
        "radius": 2000,
        "answers": [],
    }
    assert re.search(r'class="card is-selected" data-id="IQ-0001"', html)


def test_a_chosen_record_outside_the_filter_stands_above_the_list(client: Client, record: None) -> None:
    html = client.get("/?kind=drone&selected=IQ-0001").content.decode()
    results = html[html.index('id="list"') :]
    assert re.findall(r'data-id="([^"]+)"', results) == ["IQ-0001", "IQ-0002"]


def test_nothing_found_names_the_filter_to_drop(client: Client, record: None) -> None:
    html = client.get("/?kind=drone&base=balad").content.decode()
    empty = text_of(html[html.index('class="empty"') :])
    assert "Without Kind Drone: 1 attack" in empty
    assert "Without Base Balad Air Base: 1 attack" in empty


def test_a_card_says_who_claims_and_what_is_known(client: Client, record: None) -> None:
    html = client.get("/?kind=rocket").content.decode()
    card = text_of(re.search(r'<article class="card" data-id="IQ-0001".*?</article>', html, re.S)[0])  # type: ignore[index]
    for words in (
        "15 Mar 2021",
        "Balad Air Base · site, 2 km",
        "7 fired · nobody hurt, as reported",
        "Claimed: Some Group",
        "Single source",
    ):
        assert words in card


def test_a_foiled_attempt_says_that_it_is_not_counted(client: Client, record: None) -> None:
    html = client.get("/").content.decode()
    card = re.search(r'<article class="card" data-id="IQ-0004".*?</article>', html, re.S)[0]  # type: ignore[index]
    assert "Foiled, not counted" in card


def test_the_table_is_the_same_list_without_a_map(client: Client, record: None) -> None:
    html = client.get("/?view=table&sort=oldest").content.decode()
    table = html[html.index('id="list"') :]
    assert re.findall(r'<span class="id">([^<]+)</span>', table) == ["IQ-0001", "IQ-0004", "IQ-0003", "IQ-0002"]
    assert 'aria-sort="ascending"' in table


def test_the_address_is_canonical_and_names_its_twin(client: Client, record: None) -> None:
    html = client.get("/?zoom=8&sort=newest&kind=rocket&kind=drone&selected=IQ-0001").content.decode()
    assert 'data-address="/?kind=drone&amp;kind=rocket&amp;selected=IQ-0001"' in html
    assert 'data-twin="/ar/?kind=drone&amp;kind=rocket&amp;selected=IQ-0001"' in html
    assert re.search(r'<link rel="canonical" href="http[^"]+/\?kind=drone&amp;kind=rocket">', html)


def test_a_page_of_results_leads_to_the_next(client: Client) -> None:
    factories.published(*(factories.IncidentFactory() for _ in range(60)))
    seen: list[str] = []
    address: str | None = "/"
    while address:
        html = client.get(address).content.decode()
        results = html[html.index('id="list"') :]
        seen += re.findall(r'data-id="([^"]+)"', results)
        following = re.search(r'href="([^"]+)" rel="next"', results)
        address = following[1].replace("&amp;", "&") if following else None
    assert len(seen) == len(set(seen)) == 60


def test_a_card_names_its_base_as_published_last(client: Client, record: None) -> None:
    assert "Balad Air Base" in text_of(client.get("/?kind=rocket").content.decode())
    base = Base.objects.get(slug="balad")
    factories.published(factories.edited(base, name="Al-Bakr Air Base"))
    card = re.search(r'<article class="card" data-id="IQ-0001".*?</article>', client.get("/").content.decode(), re.S)
    assert card
    assert "Al-Bakr Air Base · site, 2 km" in text_of(card[0])


def test_a_record_seen_before_is_not_read_again(client: Client, record: None) -> None:
    client.get("/?sort=oldest")
    with CaptureQueriesContext(connection) as asked:
        client.get("/?sort=kind")
    assert not [query for query in asked.captured_queries if "publishedattribution" in query["sql"]]


def test_queries_do_not_grow_with_the_list(client: Client, django_assert_max_num_queries: Any) -> None:
    factories.published(*(factories.IncidentFactory() for _ in range(3)))
    client.get("/")
    factories.published(*(factories.IncidentFactory() for _ in range(25)))
    client.get("/?sort=oldest")
    with django_assert_max_num_queries(8):
        client.get("/?sort=casualties")


def test_the_base_map_is_kept_for_ever_under_its_version(client: Client) -> None:
    html = client.get("/ar/").content.decode()
    found = re.search(r'<script id="map-settings" type="application/json">(.*?)</script>', html, re.S)
    assert found
    response = client.get(json.loads(found[1])["ground"])
    assert "immutable" in response["Cache-Control"]
    assert {"neighbours", "governorates", "rivers", "lakes", "towns"} <= set(response.json())


def test_the_page_is_shown_when_it_is_whole(client: Client, record: None) -> None:
    html = client.get("/").content.decode()
    expected = re.search(r'<link rel="expect" href="#([\w-]+)" blocking="render">', html)
    assert expected
    assert html.index("</main>") < html.index(f'id="{expected[1]}"')


@pytest.mark.parametrize("language", ["", "/ar"])
def test_nothing_inline_is_left_for_the_policy_to_refuse(client: Client, record: None, language: str) -> None:
    html = client.get(f"{language}/?selected=IQ-0001").content.decode()
    assert not re.search(r"\sstyle=", html)
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", html)
