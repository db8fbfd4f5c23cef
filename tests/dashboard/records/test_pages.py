"""The pages of actors, bases, statements, sources and outlets, and the lists."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from attacks import choices
from dashboard.records import incidents as incident_pages
from tests import factories as make

from .conftest import Record
from .test_incident_page import bare, section

pytestmark = pytest.mark.django_db

PAGES = {
    "/incidents/": 4,
    "/incidents/IQ-0155/": 16,
    "/actors/": 5,
    "/actors/claimant/": 16,
    "/bases/": 5,
    "/bases/balad/": 10,
    "/statements/": 8,
    "/statements/ST-0075/": 10,
    "/sources/": 6,
    "/sources/paper-1/": 12,
    "/outlets/wire/": 10,
    "/tallies/": 6,
    "/method/": 6,
    "/method/dictionary/": 2,
}
LISTS = ["/incidents/", "/actors/", "/bases/", "/statements/", "/sources/", "/tallies/"]


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return bare(response.content.decode())


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_every_page_answers_in_a_bounded_number_of_queries(
    client: Client, record: Record, django_assert_max_num_queries: Any, path: str, prefix: str
) -> None:
    with django_assert_max_num_queries(PAGES[path]):
        assert client.get(prefix + path).status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_a_longer_list_asks_no_more_queries(client: Client, record: Record, path: str) -> None:
    outlet = make.OutletFactory()
    more: list[Any] = [outlet]
    for _number in range(5):
        source = make.SourceFactory(outlet=outlet)
        actor = make.ActorFactory()
        incident = make.IncidentFactory(base=record.base)
        incident.sources.set([source])
        make.AttributionFactory(incident=incident, actor=actor)
        statement = make.StatementFactory(speaker=actor)
        tally = make.TallyFactory(issuer_outlet=outlet, source=source)
        more += [source, actor, incident, make.BaseFactory(), statement, tally]
    before = _queries(client, path)
    make.published(*more)
    assert _queries(client, path) == before


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", [*LISTS, "/method/", "/method/dictionary/"])
def test_an_empty_record_has_pages_too(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/incidents/?before=x", "before"),
        ("/incidents/?before=2021-02-30.IQ-0001", "before"),
        ("/incidents/?year=abc", "year"),
        ("/statements/?kind=nonsense", "kind"),
        ("/statements/?speaker=nobody-known", "speaker"),
        ("/sources/?page=-1", "page"),
        ("/sources/?outlet=nobody-known", "outlet"),
        ("/sources/?q=" + "x" * 300, "q"),
        ("/bases/?sort=name", "sort"),
        ("/method/?x=1", "x"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_answered_with_400_and_named(client: Client, path: str, name: str) -> None:
    response = client.get(path)
    assert response.status_code == 400
    assert name in response.content.decode()


def test_a_page_past_the_end_of_the_sources_is_not_found(client: Client, record: Record) -> None:
    assert client.get("/sources/?page=2").status_code == 404


def test_pages_of_the_incidents_follow_each_other_without_gap_or_repetition(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(incident_pages, "PER_PAGE", 3)
    made = [make.IncidentFactory(occurred_from=date(2021, 3, 1 + number // 2)) for number in range(8)]
    make.published(*made)
    seen: list[str] = []
    query = "year=2021"
    while query:
        markup = client.get(f"/incidents/?{query}").content.decode()
        seen += re.findall(r'<span class="id">(IQ-\d+)</span></p></div></li>', markup)
        found = re.search(r'href="\?([^"]*)" rel="next"', markup)
        query = found[1].replace("&amp;", "&") if found else ""
    ordered = sorted(made, key=lambda each: (each.occurred_from, each.public_id), reverse=True)
    assert seen == [each.public_id for each in ordered]


def test_an_actor_shows_its_affiliations_from_both_ends(client: Client, record: Record) -> None:
    assert re.search(r"Front for The Parent since October 2020", text(client, "/actors/claimant/"))
    assert re.search(r"Assessed fronts The Claimant since October 2020", text(client, "/actors/parent/"))


def test_an_actor_counts_incidents_by_basis(client: Client, record: Record) -> None:
    incidents = [make.IncidentFactory() for _number in range(3)]
    for incident, basis in zip(incidents, ("claimed", "claimed", "suspected"), strict=True):
        make.AttributionFactory(incident=incident, actor=record.claimant, basis=basis)
        make.AttributionFactory(incident=incident, actor=record.claimant, basis=basis, confidence="low")
    make.published(*incidents)
    page = text(client, "/actors/claimant/")
    assert "3 2 Claimed, 1 Suspected" in page
    assert re.search(r"The Claimant assessed front for The Parent 2 · 0 · 0 1 · 0", text(client, "/actors/"))


def test_a_base_says_what_of_its_presence_is_unknown(client: Client, record: Record) -> None:
    markup = client.get("/bases/balad/").content.decode()
    presence = section(markup, "h-presence")
    assert "until August 2020, start unknown" in presence
    assert re.search(r'<rect class="open"', presence)
    assert "record of an attack 1" in bare(markup)


def test_statements_filter_by_kind_speaker_and_year(client: Client, record: Record) -> None:
    other = make.StatementFactory(kind="claim", issued_on=date(2020, 1, 5), paraphrase="Says something else.")
    make.published(other.speaker, other)
    for query in ("kind=pledge", "speaker=parent", "year=2021"):
        page = text(client, f"/statements/?{query}")
        assert "1 of 2 statements" in page
        assert "Attacks would stop." in page
        assert "Says something else." not in page


def test_a_statement_shows_what_it_takes_back_from_both_ends(client: Client, record: Record) -> None:
    later = make.StatementFactory(public_id="ST-0090", speaker=record.parent, kind="resumption")
    later.retracts.set([record.statement])
    make.published(later)
    assert re.search(r"Takes back The Parent: Pledge, 16 Mar 2021 ST-0075", text(client, "/statements/ST-0090/"))
    assert re.search(r"Taken back by The Parent: Resumption, 16 Mar 2021 ST-0090", text(client, "/statements/ST-0075/"))


def test_a_source_shows_everything_that_rests_on_it(client: Client, record: Record) -> None:
    page = text(client, "/sources/paper-1/")
    for name in ("Seven rockets at Balad", "Balad Air Base", "Attacks in Iraq"):
        assert name in page


def test_a_source_on_which_nothing_rests_says_so(client: Client) -> None:
    source = make.SourceFactory()
    make.published(source.outlet, source)
    assert "No record names it now." in text(client, f"/sources/{source.slug}/")


def test_sources_are_found_by_the_name_of_their_outlet(client: Client, record: Record) -> None:
    assert "2 of 3 sources" in text(client, "/sources/?q=paper")
    assert "2 of 3 sources" in text(client, "/sources/?outlet=paper")
    assert "0 of 3 sources" in text(client, "/sources/?outlet=wire")


def test_an_outlet_counts_who_repeats_it(client: Client, record: Record) -> None:
    page = text(client, "/outlets/wire/")
    assert "items in the record 0" in page
    assert "items elsewhere that repeat it 2" in page


def test_a_count_of_others_stands_beside_its_exactness(client: Client, record: Record) -> None:
    make.published(make.edited(record.tally, total_is="more_than", breakdown={"IQ": 29, "SY": 32}))
    page = text(client, "/tallies/")
    assert re.search(r"More than 32 Attacks", page)
    assert "Iraq 29" in page
    assert "Syria 32" in page


def test_the_method_explains_every_grade_and_rule(client: Client, record: Record) -> None:
    page = text(client, "/method/").replace("&#x27;", "'")
    for enumeration in (choices.Evidence, choices.Basis, choices.AttributionStatus, choices.LocationPrecision):
        for member in enumeration:
            assert str(member.meaning) in page
