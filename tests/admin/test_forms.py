"""Entering and changing records through the forms of the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from attacks.models import Account, Incident, Record
from tests.admin.forms import form_of
from tests.factories import BaseFactory, IncidentFactory, SourceFactory, published

pytestmark = pytest.mark.django_db


def change_url(record: Record) -> str:
    return reverse(f"admin:attacks_{record.record_type}_change", args=[record.pk])


def save(client: Client, record: Record, **changes: Any) -> Any:
    """The answer to the record's form, sent as its page gave it but for these changes."""
    form = form_of(client.get(change_url(record)), f"{record.record_type}_form")
    return client.post(change_url(record), {**form, **changes})


def entry(**changes: Any) -> dict[str, Any]:
    """What the least incident needs."""
    return {
        "role": "attack",
        "kind": "rocket",
        "title": "Rockets at Balad",
        "summary": "Seven rockets.",
        "occurred_from": "2021-03-15",
        "occurred_to": "2021-03-15",
        "date_extent": "single",
        "date_precision": "day",
        "place_name": "Balad",
        "country": "IQ",
        "target_kind": "base",
        "us_nexus": "direct",
        "attack_count": "1",
        "evidence": "corroborated",
        "confidence": "moderate",
        **changes,
    }


def enter(client: Client, **changes: Any) -> Any:
    form = form_of(client.get(reverse("admin:attacks_incident_add")), "incident_form")
    return client.post(reverse("admin:attacks_incident_add"), {**form, **entry(**changes)})


def test_a_new_incident_is_a_draft_of_its_author_with_a_permanent_id(analyst: Client) -> None:
    answer = enter(analyst)
    assert answer.status_code == 302
    made = Incident.objects.get()
    assert made.public_id.startswith("IQ-")
    assert made.key == made.public_id.lower()
    assert (made.proposal, made.public_state) == ("draft", "none")
    assert made.held_by == made.changed_by == analyst.user


def test_an_edit_of_a_published_incident_is_a_draft_that_the_public_does_not_see(analyst: Client) -> None:
    incident = IncidentFactory(title="Old")
    published(incident)
    assert save(analyst, incident, title="New").status_code == 302
    incident.refresh_from_db()
    assert (incident.title, incident.proposal, incident.public_state) == ("New", "draft", "published")
    assert (incident.edit_number, incident.held_by, incident.changed_by) == (1, analyst.user, analyst.user)


def test_saving_what_did_not_change_makes_no_edit(analyst: Client) -> None:
    incident = IncidentFactory(base=BaseFactory(), placed=True)
    published(incident.base, incident)
    save(analyst, incident)
    incident.refresh_from_db()
    assert (incident.proposal, incident.edit_number, incident.held_by) == ("none", 0, None)


def test_accounts_are_entered_with_the_values_they_report(analyst: Client) -> None:
    incident = IncidentFactory()
    first, second = SourceFactory(), SourceFactory()
    rows = {
        "accounts-TOTAL_FORMS": "2",
        "accounts-0-source": first.pk,
        "accounts-0-said_by": "a police officer",
        "accounts-0-values-TOTAL_FORMS": "2",
        "accounts-0-values-INITIAL_FORMS": "0",
        "accounts-0-values-0-field": "munitions.fired",
        "accounts-0-values-0-value": "7",
        "accounts-0-values-1-field": "munitions.fell_wide",
        "accounts-0-values-1-value": "5",
        "accounts-1-source": second.pk,
        "accounts-1-values-TOTAL_FORMS": "1",
        "accounts-1-values-INITIAL_FORMS": "0",
        "accounts-1-values-0-field": "munitions.fired",
        "accounts-1-values-0-value": "8",
    }
    assert save(analyst, incident, **rows).status_code == 302
    told = {account.source: {v.field: v.value for v in account.values.all()} for account in Account.objects.all()}
    assert told == {first: {"munitions.fired": "7", "munitions.fell_wide": "5"}, second: {"munitions.fired": "8"}}
    account = first.accounts.get()
    save(analyst, incident, **{"accounts-0-values-0-value": "6", "accounts-0-values-1-DELETE": "on"})
    assert [(v.field, v.value) for v in account.values.all()] == [("munitions.fired", "6")]
    incident.refresh_from_db()
    assert incident.edit_number == 2


def test_a_wrong_reported_value_is_refused_and_nothing_is_saved(analyst: Client) -> None:
    incident = IncidentFactory(title="Old")
    rows = {
        "title": "New",
        "accounts-TOTAL_FORMS": "1",
        "accounts-0-source": SourceFactory().pk,
        "accounts-0-values-TOTAL_FORMS": "1",
        "accounts-0-values-INITIAL_FORMS": "0",
        "accounts-0-values-0-field": "no.such.fact",
        "accounts-0-values-0-value": "7",
    }
    answer = save(analyst, incident, **rows)
    assert answer.status_code == 200
    assert b"no.such.fact" in answer.content
    incident.refresh_from_db()
    assert incident.title == "Old"
    assert not Account.objects.exists()
