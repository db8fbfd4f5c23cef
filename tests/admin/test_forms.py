"""Entering and changing records through the forms of the admin."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from attacks.admin.parts import MOST_ROWS
from attacks.admin.records import RecordAdmin
from attacks.admin.reports import ReportAdmin
from attacks.models import Account, Affiliation, Casualties, Incident, Record, ReportedValue, Source
from attacks.wording.refusals import REFUSALS, refusal
from tests.admin.forms import form_of
from tests.factories import (
    ActorFactory,
    AffiliationFactory,
    BaseFactory,
    CasualtiesFactory,
    IncidentFactory,
    OutletFactory,
    SourceFactory,
    published,
)

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


def errors(answer: Any, field: str) -> str:
    return " ".join(answer.context["adminform"].form.errors.get(field, []))


def test_what_the_database_would_refuse_is_said_beside_its_field_with_the_value(analyst: Client) -> None:
    answer = enter(analyst, evidence="discounted")
    assert "Say why it is discounted" in errors(answer, "evidence_note")
    answer = enter(analyst, country="Iraq")
    assert answer.status_code == 200
    answer = enter(analyst, country="iq")
    assert "“iq” is no country code" in errors(answer, "country")
    answer = enter(analyst, time_from="22:00", time_to="01:30")
    assert "01:30:00 is before 22:00:00" in errors(answer, "time_to")
    assert not Incident.objects.exists()


TRIGGERS = {"affiliation_has_no_cycle": Affiliation}


def test_every_rule_that_a_form_can_break_has_its_words() -> None:
    forms = [*(admin.model for admin in site._registry.values() if isinstance(admin, RecordAdmin | ReportAdmin))]
    parts = [inline.model for admin in site._registry.values() for inline in admin.inlines if admin.model in forms]
    rules = {constraint.name for model in {*forms, *parts, ReportedValue} for constraint in model._meta.constraints}
    # Those that choices, generated names or read-only rows keep are never met.
    kept = re.compile(r"_known$|_is_known$|public_id_form$|sha256_is_hex$")
    assert {name for name in rules if not kept.search(name)} | set(TRIGGERS) == set(REFUSALS)


def test_every_refusal_can_be_worded() -> None:
    models = {c.name: model for model in apps.get_models() for c in model._meta.constraints} | TRIGGERS
    for name in REFUSALS:
        field, words = refusal(name, models[name]()) or ("", "")
        assert models[name]._meta.get_field(field)
        assert "%(" not in words


def test_a_second_row_for_a_group_is_refused_in_words() -> None:
    row: Any = CasualtiesFactory(group="civilian")
    with pytest.raises(ValidationError) as refused:
        Casualties(incident=row.incident, group="civilian").validate_constraints()
    assert refused.value.message_dict["group"][0].startswith("Each group has one row")


def test_an_affiliation_that_closes_a_circle_is_refused_beside_its_row(analyst: Client) -> None:
    lower, upper = ActorFactory(name="Front"), ActorFactory(name="Parent")
    AffiliationFactory(actor=lower, parent=upper)
    rows = {
        "affiliations-TOTAL_FORMS": "1",
        "affiliations-0-kind": "front_for",
        "affiliations-0-parent": lower.pk,
        "affiliations-0-confidence": "high",
    }
    answer = save(analyst, upper, **rows)
    assert answer.status_code == 200
    assert "This actor already stands under" in answer.content.decode()


def test_a_source_is_named_after_its_outlet_and_day_and_keeps_the_name_once_public(analyst: Client) -> None:
    outlet = OutletFactory(slug="shafaq")
    url = reverse("admin:attacks_source_add")
    for expected in ("shafaq-2021-03-16", "shafaq-2021-03-16-2"):
        form = form_of(analyst.get(url), "source_form")
        given = {"outlet": outlet.pk, "published_on": "2021-03-16", "published_on_precision": "day"}
        assert analyst.post(url, {**form, **given}).status_code == 302
        assert Source.objects.latest("pk").slug == expected
    source = Source.objects.latest("pk")
    published(outlet, source)
    save(analyst, source, slug="renamed", title="A title")
    source.refresh_from_db()
    assert (source.slug, source.title) == ("shafaq-2021-03-16-2", "A title")


@pytest.mark.parametrize("wrong", ["x", "-1", "0", "9" * 40, "1.5", "٣", "\x00", "1 OR 1=1"])
def test_nonsense_in_relations_is_refused_by_name_never_a_fault(analyst: Client, wrong: str) -> None:
    answer = enter(analyst, base=wrong, province=wrong, sources=[wrong], also_kinds=wrong)
    assert answer.status_code == 200
    assert {"base", "province", "sources"} <= set(answer.context["adminform"].form.errors)
    incident = IncidentFactory()
    rows = {"attributions-TOTAL_FORMS": "1", "attributions-0-actor": wrong, "attributions-0-basis": wrong}
    assert save(analyst, incident, **rows).status_code == 200
    for broken in ({"accounts-TOTAL_FORMS": wrong}, {"munitions-0-id": wrong, "munitions-TOTAL_FORMS": "1"}):
        assert save(analyst, incident, **broken).status_code < 500


@pytest.mark.parametrize("part", ["accounts", "munitions", "accounts-0-values"])
def test_rows_without_end_are_refused_before_they_are_made(analyst: Client, part: str) -> None:
    incident = IncidentFactory(title="Old")
    rows = {
        "accounts-TOTAL_FORMS": "1",
        "accounts-0-source": SourceFactory().pk,
        "accounts-0-values-INITIAL_FORMS": "0",
    }
    answer = save(analyst, incident, **{**rows, "title": "New", f"{part}-TOTAL_FORMS": "100000"})
    assert answer.status_code == 200
    assert f"Please submit at most {MOST_ROWS} forms." in answer.content.decode()
    incident.refresh_from_db()
    assert incident.title == "Old"


def test_a_record_of_many_parts_can_be_saved(analyst: Client) -> None:
    incident = IncidentFactory()
    actor = ActorFactory()
    rows: dict[str, Any] = {"attributions-TOTAL_FORMS": "150"}
    for number in range(150):
        rows |= {f"attributions-{number}-actor": actor.pk, f"attributions-{number}-basis": "claimed"}
        rows |= {f"attributions-{number}-{name}": "" for name in ("note", "made_by_actor", "made_by_outlet", "source")}
        rows |= {f"attributions-{number}-{name}": "" for name in ("made_on", "statement")}
        rows[f"attributions-{number}-confidence"] = "low"
    answer = save(analyst, incident, **rows)
    assert answer.status_code == 302, answer.context["errors"]
    assert incident.attributions.count() == 150


@pytest.mark.parametrize("path", ["x", "0", "9" * 40, "1/2", "%00", "٣"])
def test_a_record_that_is_not_there_is_no_fault(analyst: Client, path: str) -> None:
    for name in ("change", "history", "delete"):
        for method in (analyst.get, analyst.post):
            assert method(f"/admin/attacks/incident/{path}/{name}/").status_code in (302, 400, 404)
