"""The timeline to read: a page of its own for any filter, and the part of it that Explore fetches."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from tests import factories

from .test_explore_page import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> None:
    """Two attacks of one month and one of another, and a response."""
    factories.published(
        factories.IncidentFactory(public_id="IQ-0001", kind="rocket", occurred_from=date(2021, 3, 1)),
        factories.IncidentFactory(public_id="IQ-0002", kind="drone", occurred_from=date(2021, 3, 2)),
        factories.IncidentFactory(public_id="IQ-0003", kind="drone", occurred_from=date(2021, 5, 1)),
        factories.IncidentFactory(public_id="IQ-0004", response=True, occurred_from=date(2021, 5, 2), title="A strike"),
    )


def rows(html: str) -> list[str]:
    return [text_of(row).strip() for row in re.findall(r"<tr>.*?</tr>", html, re.S)]


def test_explore_leads_to_the_table_of_its_filter(client: Client, record: None) -> None:
    html = client.get("/?kind=drone&bin=month&view=table&map=provinces&sort=kind").content.decode()
    link = re.search(r'<a href="(/timeline/[^"]*)"', html)
    assert link
    assert link[1].replace("&amp;", "&") == "/timeline/?kind=drone&bin=month"
    page = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert [row for row in rows(page) if not row.endswith("0 0")] == [
        "Period Drone All",
        "March 2021 1 1",
        "May 2021 1 1",
        "Together 2 2",
    ]
    assert "Kind: Drone" in text_of(page)
    assert 'href="/?kind=drone&amp;bin=month"' in page


def test_a_response_leads_to_its_record(client: Client, record: None) -> None:
    page = client.get("/timeline/").content.decode()
    assert re.search(r'<a href="/incidents/IQ-0004/"[^>]*>A strike</a>', page)


def test_the_fragment_is_the_same_table_and_lists(client: Client, record: None) -> None:
    page = client.get("/ar/timeline/?bin=month").content.decode()
    fragment = client.get("/ar/timeline/?bin=month", headers={"X-Fragment": "timetable"}).content.decode()
    assert "<main" not in fragment
    assert rows(fragment) == rows(page)
    assert fragment.count("<li>") == page[page.index("<main") : page.index("</main>")].count("<li>") > 0


@pytest.mark.parametrize("query", ["kind=nonsense", "zom=7", "from=2022-01-01&to=2021-01-01"])
def test_nonsense_is_refused_and_named(client: Client, query: str) -> None:
    response = client.get(f"/timeline/?{query}")
    assert response.status_code == 400
    assert query.split("=")[0] in text_of(response.content.decode())
