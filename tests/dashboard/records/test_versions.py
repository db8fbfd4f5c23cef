"""One version of a record: by its number, replaced, retracted, merged, blanked, and what is no version at all."""

from __future__ import annotations

import pytest
from django.test import Client

from attacks.ledger.publish import merge, redact, retract
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_an_earlier_revision_stays_readable_and_points_to_the_current_one(client: Client) -> None:
    incident = make.IncidentFactory(title="First wording")
    make.published(incident)
    make.published(make.edited(incident, title="Second wording"), note="Wording.")
    old = client.get(f"/incidents/{incident.public_id}/?rev=1").content.decode()
    assert "<h1>First wording</h1>" in old
    assert "It has been replaced." in old
    assert '<meta name="robots" content="noindex">' in old
    new = client.get(f"/incidents/{incident.public_id}/").content.decode()
    assert "<h1>Second wording</h1>" in new
    assert "noindex" not in new


def test_an_earlier_revision_is_read_with_the_names_of_its_time(client: Client) -> None:
    base = make.BaseFactory(name="Old name")
    incident = make.IncidentFactory(base=base)
    make.published(base, incident)
    make.published(make.edited(incident, title="Second wording"))
    make.published(make.edited(base, name="New name"))
    assert "Old name" in client.get(f"/incidents/{incident.public_id}/?rev=1").content.decode()
    assert "New name" in client.get(f"/incidents/{incident.public_id}/").content.decode()


def test_history_says_in_words_what_changed(client: Client) -> None:
    incident = make.IncidentFactory(evidence="single_source")
    row = make.CasualtiesFactory(incident=incident, wounded_low=2, wounded_high=2)
    make.published(incident)
    row.wounded_high = 7
    row.save()
    make.published(make.edited(incident, evidence="corroborated"), note="Raised after the second count.")
    markup = client.get(f"/incidents/{incident.public_id}/").content.decode()
    assert '<span class="diff-label">casualties 1, wounded</span> <del>2</del> <ins>2–7</ins>' in markup
    assert '<span class="diff-label">evidence</span> <del>Single source</del> <ins>Corroborated</ins>' in markup
    assert "Raised after the second count." in markup


def test_history_names_records_by_their_permanent_names_whatever_staff_call_them_now(client: Client) -> None:
    base = make.BaseFactory(slug="balad", name="Balad Air Base")
    incident = make.IncidentFactory()
    make.published(base, incident)
    make.published(make.edited(incident, base=base))
    make.edited(base, name="Not yet public")
    markup = client.get(f"/incidents/{incident.public_id}/").content.decode()
    assert '<span class="diff-label">base</span> <del>–</del> <ins>balad</ins>' in markup
    assert "Not yet public" not in markup


def test_a_citation_names_revision_and_permanent_address(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = "https://record.example"
    incident = make.IncidentFactory(public_id="IQ-0155", title="50% {hit} & more")
    make.published(incident)
    markup = client.get("/incidents/IQ-0155/").content.decode()
    assert "“50% {hit} &amp; more”, IQ-0155, revision 1," in markup
    assert "https://record.example/incidents/IQ-0155/?rev=1" in markup
    assert r"title = {50\% \{hit\} \&amp; more}" in markup
    assert "UR  - https://record.example/incidents/IQ-0155/?rev=1" in markup


def test_the_citation_on_the_arabic_page_leads_to_the_same_address(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = "https://record.example"
    make.published(make.IncidentFactory(public_id="IQ-0155"))
    markup = client.get("/ar/incidents/IQ-0155/").content.decode()
    assert "https://record.example/incidents/IQ-0155/?rev=1" in markup


def test_a_merged_record_leads_to_the_other_for_ever(client: Client) -> None:
    first, second, third = make.IncidentFactory.create_batch(3)
    make.published(first, second, third)
    merge(record=first, into=second, editor=make.UserFactory(), note="The same.")
    merge(record=second, into=third, editor=make.UserFactory(), note="The same.")
    for prefix in ("", "/ar"):
        response = client.get(f"{prefix}/incidents/{first.public_id}/")
        assert (response.status_code, response["Location"]) == (301, f"{prefix}/incidents/{third.public_id}/")


def test_a_retracted_record_leaves_a_notice_with_its_reason(client: Client) -> None:
    incident = make.IncidentFactory(title="Withdrawn title")
    make.published(incident)
    retract(record=incident, editor=make.UserFactory(), note="Rests on a mistake.")
    response = client.get(f"/incidents/{incident.public_id}/")
    assert response.status_code == 410
    assert "Rests on a mistake." in response.content.decode()
    assert "Withdrawn title" not in response.content.decode()
    old = client.get(f"/incidents/{incident.public_id}/?rev=1")
    assert (old.status_code, "Withdrawn title" in old.content.decode()) == (200, True)
    assert "What became of it" in old.content.decode()


def test_a_blanked_revision_says_that_it_was_blanked(client: Client) -> None:
    incident = make.IncidentFactory(title="A name that may not stand")
    make.published(incident)
    make.published(make.edited(incident, title="A title"))
    redact(record=incident, numbers=[1], editor=make.UserFactory(), note="Removed by order of a court.")
    response = client.get(f"/incidents/{incident.public_id}/?rev=1")
    assert response.status_code == 410
    assert "Removed by order of a court." in response.content.decode()
    current = client.get(f"/incidents/{incident.public_id}/")
    assert current.status_code == 200
    assert "may not stand" not in current.content.decode()


@pytest.mark.parametrize("path", ["IQ-9999", "nonsense", "IQ-0001-"])
@pytest.mark.parametrize("kind", ["incidents", "statements", "actors", "bases", "sources", "outlets"])
def test_what_was_never_published_is_not_found(client: Client, kind: str, path: str) -> None:
    assert client.get(f"/{kind}/{path}/").status_code == 404


def test_a_draft_is_not_found(client: Client) -> None:
    incident = make.IncidentFactory()
    assert client.get(f"/incidents/{incident.public_id}/").status_code == 404


def test_a_revision_that_never_was_is_not_found(client: Client) -> None:
    incident = make.IncidentFactory()
    make.published(incident)
    assert client.get(f"/incidents/{incident.public_id}/?rev=2").status_code == 404


@pytest.mark.parametrize("rev", ["0", "-1", "x", "1e3", "9" * 40, "٣"])
def test_a_revision_number_that_is_none_is_named(client: Client, rev: str) -> None:
    incident = make.IncidentFactory()
    make.published(incident)
    response = client.get(f"/incidents/{incident.public_id}/", {"rev": rev})
    assert response.status_code == 400
    assert "rev" in response.content.decode()
