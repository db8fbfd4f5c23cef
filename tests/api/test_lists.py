"""Lists and single records: the page's filter, cursors, versions, endings."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from attacks.api.documents import FIELDS, NAMES
from attacks.choices import RecordType
from attacks.ledger.projection import VERSIONS
from attacks.ledger.publish import merge, retract
from attacks.models import Incident
from tests import factories as make

from .conftest import Reader

pytestmark = pytest.mark.django_db


def ids(page: Any) -> list[str]:
    return [item["id"] for item in page["results"]]


def test_an_incident_carries_its_document_and_what_is_derived_from_it(api: Reader, incidents: list[Incident]) -> None:
    shown = api.json(f"incidents/{incidents[0].public_id}/")
    assert shown["title"] == incidents[0].title
    assert shown["attribution_status"] == "claimed"
    assert shown["revision"] == 1
    assert shown["url"].endswith(f"/incidents/{incidents[0].public_id}/?rev=1")


def test_the_filter_is_the_page_s_own(api: Reader, incidents: list[Incident]) -> None:
    page = api.json("incidents/?actor=group&from=2021-03-15&kind=rocket")
    assert page["records"] == page["attacks"] == 7
    assert api.json("incidents/?to=2021-03-14")["results"] == []


@pytest.mark.parametrize("sort", ["newest", "oldest", "casualties"])
def test_a_walk_covers_every_incident_once_while_others_publish(
    api: Reader, incidents: list[Incident], sort: str
) -> None:
    page = api.json(f"incidents/?limit=3&sort={sort}")
    walked = ids(page)
    while page["next"]:
        newer = make.IncidentFactory()
        make.published(newer)
        retract(record=Incident.objects.get(pk=newer.pk), editor=make.UserFactory(), note="Not so.")
        make.published(make.IncidentFactory())
        page = api.json(page["next"])
        walked += ids(page)
    assert sorted(walked) == sorted(incident.public_id for incident in incidents)


def test_a_limit_above_the_explorer_s_page_is_one_page(api: Reader, db: None) -> None:
    made = [make.IncidentFactory() for _ in range(60)]
    make.published(*made)
    page = api.json("incidents/?limit=200")
    assert len(set(ids(page))) == 60
    assert page["next"] is None
    assert len(ids(api.json("incidents/?limit=55"))) == 55


@pytest.mark.parametrize("record_type", [RecordType.ACTOR, RecordType.OUTLET, RecordType.STATEMENT, RecordType.SOURCE])
def test_a_walk_through_other_records_covers_each_once(api: Reader, record_type: RecordType) -> None:
    factory = {
        RecordType.ACTOR: make.ActorFactory,
        RecordType.OUTLET: make.OutletFactory,
        RecordType.STATEMENT: make.StatementFactory,
        RecordType.SOURCE: make.SourceFactory,
    }[record_type]
    extra: list[Any] = []
    shared = {}
    if record_type == RecordType.STATEMENT:
        shared = {"speaker": make.ActorFactory()}
    elif record_type == RecordType.SOURCE:
        shared = {"outlet": make.OutletFactory()}
    extra += shared.values()
    made = [factory(**shared) for _ in range(5)]
    make.published(*extra, *made)
    name = NAMES[record_type]
    page = api.json(f"{name}/?limit=2")
    walked = ids(page)
    while page["next"]:
        make.published(factory(**shared))
        page = api.json(page["next"])
        walked += ids(page)
    assert sorted(walked) == sorted(record.public_identifier for record in made)


def test_fields_leaves_out_the_rest(api: Reader, incidents: list[Incident]) -> None:
    (first, *_rest) = api.json("incidents/?fields=title,occurred_from")["results"]
    assert set(first) == {"id", "title", "occurred_from"}


def test_a_revision_and_a_moment_show_the_version_of_then(api: Reader, incidents: list[Incident]) -> None:
    incident = incidents[0]
    before = api.json("revisions/?limit=200")["watermark"]
    make.published(make.edited(Incident.objects.get(pk=incident.pk), title="Corrected"))
    address = f"incidents/{incident.public_id}/"
    assert api.json(address)["title"] == "Corrected"
    assert api.json(f"{address}?rev=1")["title"] == incidents[0].title
    assert api.json(f"{address}?as_of={before}")["title"] == incidents[0].title
    assert "Corrected" not in api.text(f"incidents/?as_of={before}")
    assert api.get(f"{address}?rev=9").status_code == 404


def test_a_merged_record_leads_to_the_other_and_a_retracted_one_says_why(
    api: Reader, incidents: list[Incident]
) -> None:
    merge(record=Incident.objects.get(pk=incidents[0].pk), into=incidents[1], editor=make.UserFactory(), note="Same.")
    retract(record=Incident.objects.get(pk=incidents[2].pk), editor=make.UserFactory(), note="Not so.")
    merged = api.get(f"incidents/{incidents[0].public_id}/")
    assert merged.status_code == 301
    assert merged["Location"].endswith(f"/api/v1/incidents/{incidents[1].public_id}/")
    gone = api.get(f"incidents/{incidents[2].public_id}/")
    assert gone.status_code == 410
    assert gone["Content-Type"] == "application/problem+json"
    assert gone.json()["note"] == "Not so."


def test_revisions_come_in_order_and_after_the_last_one_seen(api: Reader, incidents: list[Incident]) -> None:
    page = api.json("revisions/?limit=4")
    seen = [revision["id"] for revision in page["results"]]
    while page["next"]:
        page = api.json(page["next"])
        seen += [revision["id"] for revision in page["results"]]
    assert seen == list(range(1, page["watermark"] + 1))
    assert api.json(f"revisions/?after={seen[-1]}")["results"] == []
    assert api.json("revisions/3/")["document"]["type"] == "incident"


@pytest.mark.parametrize("measure", ["attacks", "records", "barrages", "munitions", "killed", "wounded"])
def test_explore_gives_each_measure_with_the_rule_in_words(
    api: Reader, incidents: list[Incident], measure: str
) -> None:
    answer = api.json(f"explore/?measure={measure}")
    assert answer["measure"]["name"] == measure
    assert answer["measure"]["low"] == (7 if measure in ("attacks", "records", "barrages") else 0)
    word = {"attacks": "attack_count", "barrages": "same_barrage", "munitions": "lower bounds"}.get(measure, measure)
    assert word in answer["rule"].lower()


def test_explore_gives_the_panels_asked_for(api: Reader, incidents: list[Incident]) -> None:
    assert "facets" not in api.json("explore/")
    answer = api.json("explore/?panels=facets&panels=timeline,cells")
    assert {"facets", "timeline", "cells"} < set(answer)
    assert {k: answer["facets"]["actor"][0][k] for k in ("value", "count")} == {"value": "group", "count": 7}


def test_every_field_of_every_document_is_declared(db: None, api: Reader) -> None:
    outlet = make.OutletFactory()
    source = make.SourceFactory(outlet=outlet)
    actor = make.ActorFactory()
    records = [
        make.ProvinceFactory(), make.BaseFactory(), actor, outlet, source, make.IncidentFactory(),
        make.StatementFactory(speaker=actor), make.TallyFactory(issuer_outlet=outlet, source=source),
        make.CoverageFactory(),
    ]  # fmt: skip
    make.published(*records)
    for record_type, model in VERSIONS.items():
        assert set(model.objects.get().body) == set(FIELDS[record_type]), record_type


@pytest.mark.parametrize("name", ["incidents/", "actors/", "revisions/"])
def test_a_page_takes_the_same_number_of_queries_however_long_it_is(
    api: Reader, incidents: list[Incident], name: str
) -> None:
    make.published(*(make.ActorFactory() for _ in range(5)))
    api.json(f"{name}?limit=1")
    counts = []
    for limit in (2, 6):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            api.json(f"{name}?limit={limit}")
        counts.append(len(queries))
    assert counts[0] == counts[1]
