"""Loading: what the working records, the review and the ledger hold afterwards."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.db import DatabaseError, connection, transaction

from attacks.importers.record import Outcome, load, read
from attacks.ledger.publish import retract
from attacks.ledger.verify import verify
from attacks.models import (
    Actor,
    Coverage,
    Incident,
    Presence,
    Province,
    PublishedIncident,
    ReviewEvent,
    Revision,
    Source,
    Statement,
    Tally,
)

from .conftest import Folder

pytestmark = pytest.mark.django_db

_TALLY = {
    "key": "wire-2021",
    "issuer": "group",
    "scope": "Claims",
    "from": "2021",
    "to": "2021",
    "total": None,
    "total_is": "none_given",
    "unit": "attacks",
}


def loaded(folder: Folder) -> Outcome:
    return load(read(folder.write()))


def balad(folder: Folder) -> dict[str, Any]:
    return folder.entry("incidents", "2021-03-15-balad")


def latest(public_id: str) -> Revision:
    return Revision.objects.filter(public_id=public_id).latest("number")


# What is written ------------------------------------------------------------------------------------------------------


def test_a_record_becomes_working_records_with_all_its_rows(folder: Folder) -> None:
    loaded(folder)
    incident = Incident.objects.get(public_id="IQ-0002")
    assert (incident.time_from, incident.time_to) == (time(19, 20), time(19, 40))
    assert incident.location == Point(44.36, 33.94, srid=4326)
    assert (incident.province.code, incident.launch_province.code, incident.base.slug) == ("IQ-SD", "IQ-DI", "balad")
    assert (incident.launch_place, incident.launch_precision) == ("Saadiyat al-Shat", "town")
    assert (incident.confidence, incident.attack_count, incident.date_extent) == ("moderate", 1, "single")
    munition = incident.munitions.get()
    assert (munition.fired_low, munition.fired_high, munition.fell_wide_low) == (2, 7, None)
    casualties = incident.casualties.get()
    assert (casualties.killed_low, casualties.wounded_low) == (0, None)
    claim, suspicion = incident.attributions.all()
    assert (claim.actor.slug, claim.statement.public_id, claim.made_by_actor.slug) == ("front", "ST-0001", "front")
    assert (suspicion.made_by_actor, suspicion.made_by_outlet.slug) == (None, "wire")
    assert [(link.kind, link.to.public_id) for link in incident.links.all()] == [
        ("possible_retaliation_for", "IQ-0001")
    ]
    account = incident.accounts.get()
    assert {value.field: value.value for value in account.values.all()} == {
        "munitions.fired": "7",
        "munitions.fell_wide": "3+",
    }
    assert {source.slug for source in incident.sources.all()} == {"wire-2021-03-16", "paper-2021-03"}


def test_dates_keep_their_precision_and_an_end_includes_its_whole_month(folder: Folder) -> None:
    loaded(folder)
    presence = Presence.objects.get()
    assert (presence.since, presence.since_precision) == (date(2015, 1, 1), "year")
    assert (presence.until, presence.until_precision) == (date(2021, 5, 31), "month")
    tally = Tally.objects.get()
    assert (tally.period_from, tally.period_to, tally.period_to_precision) == (
        date(2021, 1, 1),
        date(2021, 3, 31),
        "month",
    )
    source = Source.objects.get(slug="paper-2021-03")
    assert (source.published_on, source.published_on_precision) == (date(2021, 3, 1), "month")


def test_an_unclaimed_strike_has_a_role_of_its_own(folder: Folder) -> None:
    folder.entry("incidents", "2021-02-26-strike")["unclaimed"] = True
    loaded(folder)
    assert Incident.objects.get(public_id="IQ-0001").role == "unclaimed_strike"


def test_the_nineteen_governorates_are_loaded_from_the_map(folder: Folder) -> None:
    loaded(folder)
    assert Province.objects.count() == 19
    assert set(Province.objects.filter(is_approximate=True).values_list("code", flat=True)) == {"IQ-BG", "IQ-HA"}
    assert Province.objects.get(boundary__contains=Point(44.40, 33.34, srid=4326)).code == "IQ-BG"
    assert Province.objects.get(code="IQ-AR").name_ku == "هەولێر"


def test_coverage_is_named_by_its_first_day_and_scope(folder: Folder) -> None:
    loaded(folder)
    assert Coverage.objects.get().slug == "2021-01-01-bases-and-missions"


# How it is published ----------------------------------------------------------------------------------------------


def test_everything_is_published_under_the_loaders_own_identity(folder: Folder) -> None:
    outcome = loaded(folder)
    assert len(outcome.revisions) == len(outcome.created) == 19 + 12
    loader = User.objects.get(username="record-loader")
    assert not loader.is_active
    assert not loader.has_usable_password()
    assert set(ReviewEvent.objects.values_list("made_by", flat=True)) == {loader.pk}
    assert set(ReviewEvent.objects.values_list("from_proposal", "to_proposal")) == {
        ("draft", "in_review"),
        ("in_review", "none"),
    }
    assert PublishedIncident.objects.current().count() == 2
    assert verify().fault is None


def test_a_second_load_changes_nothing(folder: Folder) -> None:
    loaded(folder)
    before = Revision.objects.count(), Incident.objects.get(public_id="IQ-0002").changed_at
    outcome = loaded(folder)
    assert outcome.is_empty
    assert (outcome.kept, outcome.removed) == ([], [])
    assert (Revision.objects.count(), Incident.objects.get(public_id="IQ-0002").changed_at) == before


@pytest.mark.parametrize(
    ("file", "key", "field", "value", "public_id"),
    [
        ("incidents", "2021-03-15-balad", "title", "Rockets at Balad", "IQ-0002"),
        ("incidents", "2021-03-15-balad", "latitude", 33.95, "IQ-0002"),
        ("incidents", "2021-03-15-balad", "base", None, "IQ-0002"),
        ("incidents", "2021-03-15-balad", "possible_duplicate_of", "2021-02-26-strike", "IQ-0002"),
        ("incidents", "2021-03-15-balad", "munitions", [], "IQ-0002"),
        ("incidents", "2021-03-15-balad", "sources", ["paper-2021-03"], "IQ-0002"),
        ("incidents", "2021-03-15-balad", "accounts", [{"source": "wire-2021-03-16", "values": {"munitions.fired": 7}}],
         "IQ-0002"),
        ("actors", "front", "affiliations", [{"parent": "group", "kind": "front_for", "confidence": "low"}], "front"),
        ("statements", "front-claim", "incidents", [], "ST-0001"),
        ("sources", "wire-2021-03-16", "other_origins", ["paper"], "wire-2021-03-16"),
    ],
)  # fmt: skip
def test_a_changed_value_makes_one_corrected_revision(
    folder: Folder, file: str, key: str, field: str, value: object, public_id: str
) -> None:
    loaded(folder)
    folder.entry(file, key)[field] = value
    outcome = loaded(folder)
    assert [record.public_identifier for record in outcome.changed] == [public_id]
    assert [(revision.public_id, revision.event, revision.number) for revision in outcome.revisions] == [
        (public_id, "corrected", 2)
    ]
    assert verify().fault is None
    assert loaded(folder).is_empty


def test_a_child_row_that_is_the_first_of_its_kind_is_found_and_so_is_its_loss(folder: Folder) -> None:
    balad(folder)["munitions"] = []
    loaded(folder)
    balad(folder)["munitions"] = [{"weapon": "rocket"}]
    assert len(loaded(folder).changed) == 1
    assert Incident.objects.get(public_id="IQ-0002").munitions.get().weapon == "rocket"
    balad(folder)["munitions"] = []
    assert len(loaded(folder).changed) == 1
    assert latest("IQ-0002").document.body["munitions"] == []


def test_a_corrected_record_may_refer_to_a_new_one(folder: Folder) -> None:
    loaded(folder)
    folder.content["outlets"].append({"slug": "agency", "name": "An agency", "kind": "news_agency"})
    folder.entry("sources", "paper-2021-03")["origin"] = "agency"
    outcome = loaded(folder)
    assert [(revision.public_id, revision.event) for revision in outcome.revisions] == [
        ("agency", "published"),
        ("paper-2021-03", "corrected"),
    ]


# What is left alone ---------------------------------------------------------------------------------------------------


def test_a_record_that_left_the_yaml_is_reported_and_stays_published(folder: Folder) -> None:
    loaded(folder)
    folder.content["tallies"] = []
    folder.content["coverage"].append({"from": "2022-01-01", "scope": "all", "grade": "good"})
    folder.content["tallies"].append({**_TALLY, "key": "other"})
    outcome = loaded(folder)
    assert [record.public_identifier for record in outcome.removed] == ["wire-2021"]
    assert Tally.objects.filter(slug="wire-2021", public_state="published").exists()


def test_a_record_that_somebody_edited_since_is_reported_and_kept(folder: Folder) -> None:
    loaded(folder)
    analyst = User.objects.create_user("analyst")
    Incident.objects.filter(public_id="IQ-0002").update(title="As the analyst has it", changed_by=analyst)
    outcome = loaded(folder)
    assert outcome.is_empty
    assert [record.public_identifier for record in outcome.kept] == ["IQ-0002"]
    assert Incident.objects.get(public_id="IQ-0002").title == "As the analyst has it"


def test_a_record_that_was_retracted_is_not_published_again(folder: Folder) -> None:
    loaded(folder)
    editor = User.objects.create_user("editor")
    retract(record=Statement.objects.get(), editor=editor, note="Never made.")
    folder.entry("statements", "front-claim")["paraphrase"] = "Claims them."
    outcome = loaded(folder)
    assert [record.public_identifier for record in outcome.kept] == ["ST-0001"]
    assert Statement.objects.get().public_state == "retracted"
    assert latest("ST-0001").event == "retracted"


# All or nothing -------------------------------------------------------------------------------------------------------


def test_a_load_that_fails_late_leaves_nothing_behind(folder: Folder) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE attacks_coverage ADD CONSTRAINT refuses_samples CHECK (grade <> 'sample')")
    with pytest.raises(DatabaseError, match="refuses_samples"), transaction.atomic():
        loaded(folder)
    assert not Province.objects.exists()
    assert not Actor.objects.exists()
    assert not Revision.objects.exists()


def test_a_load_whose_publication_is_refused_leaves_nothing_behind(folder: Folder) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE attacks_revision ADD CONSTRAINT refuses_statements CHECK (public_id NOT LIKE 'ST-%')"
        )
    with pytest.raises(DatabaseError, match="refuses_statements"), transaction.atomic():
        loaded(folder)
    assert not Incident.objects.exists()
    assert not Revision.objects.exists()
