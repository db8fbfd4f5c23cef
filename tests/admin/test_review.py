"""The steps of the review, taken through the pages of the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from attacks.choices import StaffRole
from attacks.ledger.review import submit
from attacks.models import Incident, Record, ReviewEvent, Revision
from tests.admin.forms import form_of
from tests.admin.test_forms import change_url, enter, save
from tests.factories import (
    ActorFactory,
    AttributionFactory,
    BaseFactory,
    IncidentFactory,
    OutletFactory,
    SourceFactory,
    StatementFactory,
    UserFactory,
    edited,
    published,
)

pytestmark = pytest.mark.django_db


def step_url(act: str, *records: Record) -> str:
    ids = ",".join(str(record.pk) for record in records)
    return reverse(f"admin:attacks_{records[0].record_type}_review", args=[act]) + f"?ids={ids}"


def take(client: Client, act: str, *records: Record, **given: Any) -> Any:
    """The answer to the step's page sent as it came, with these values added."""
    page = client.get(step_url(act, *records))
    form = form_of(page, "step_form") if page.status_code == 200 else {"ids": records[0].pk}
    return client.post(step_url(act, *records), {**form, **given}, follow=True)


def in_review(record: Any) -> Any:
    record.changed_by = record.held_by = UserFactory()
    record.save()
    return submit(record=record, by=record.changed_by)


def test_a_record_goes_from_entry_to_the_public_through_two_people(analyst: Client, editor: Client) -> None:
    enter(analyst, _submit="1")
    incident = Incident.objects.get()
    assert incident.proposal == "in_review"
    assert b"It waits for an editor" in analyst.get(change_url(incident)).content
    take(editor, "return", incident, note="Which police?")
    incident.refresh_from_db()
    assert (incident.proposal, incident.held_by) == ("returned", analyst.user)
    save(analyst, incident, title="Seven rockets at Balad")
    take(analyst, "submit", incident)
    page = editor.get(step_url("publish", incident))
    assert b"Seven rockets at Balad" in page.content
    answer = take(editor, "publish", incident, note="First")
    assert b"Published: " in answer.content
    incident.refresh_from_db()
    assert (incident.proposal, incident.public_state, incident.held_by) == ("none", "published", None)
    assert Revision.objects.get().change_note == "First"
    assert editor.get(reverse("incident", args=[incident.public_id])).status_code == 200


def test_the_page_of_publishing_shows_what_changes_in_words(editor: Client) -> None:
    incident = IncidentFactory(evidence="single_source")
    published(incident)
    in_review(edited(incident, evidence="corroborated", internal_note="the secret source"))
    page = editor.get(step_url("publish", incident)).content.decode()
    assert "<del><bdi>Single source</bdi></del>" in page
    assert "<ins><bdi>Corroborated</bdi></ins>" in page
    assert "the secret source" not in page


def test_nobody_publishes_what_they_wrote_last_and_the_button_says_why(editor: Client) -> None:
    incident = in_review(IncidentFactory())
    save(editor, incident, title="Corrected by the editor")
    page = editor.get(change_url(incident))
    assert b"You wrote it last" in page.content
    answer = take(editor, "publish", incident)
    assert b"You wrote it last" in answer.content
    assert not Revision.objects.exists()


def test_a_single_editor_may_publish_their_own_and_every_page_says_so(editor: Client, settings: Any) -> None:
    settings.SINGLE_EDITOR = True
    incident = in_review(IncidentFactory())
    save(editor, incident, title="Mine")
    take(editor, "publish", incident)
    assert Revision.objects.count() == 1
    assert b"single-editor" in editor.get(reverse("admin:index")).content


def test_what_changed_since_the_page_was_opened_is_not_published(editor: Client) -> None:
    incident = in_review(IncidentFactory())
    form = form_of(editor.get(step_url("publish", incident)), "step_form")
    Incident.objects.filter(pk=incident.pk).update(title="Changed meanwhile")
    answer = editor.post(step_url("publish", incident), form, follow=True)
    assert b"was changed since" in answer.content
    assert not Revision.objects.exists()


def test_changes_name_records_as_people_do_with_their_permanent_names_beside(editor: Client) -> None:
    base = BaseFactory(slug="balad", name="Balad Air Base", name_ar="قاعدة بلد")
    actor = ActorFactory(slug="front", name="Front")
    outlet = OutletFactory(name="Wire", name_ar="برقية")
    source = SourceFactory(slug="wire-1", outlet=outlet, published_on="2021-03-16", published_on_precision="day")
    incident: Any = IncidentFactory()
    published(base, actor, outlet, source, incident)
    in_review(edited(incident, base=base))
    AttributionFactory(incident=incident, actor=actor, basis="claimed")
    incident.sources.add(source)
    for language, called, by, basis in (
        ("en", "Balad Air Base", "Wire, 16 Mar 2021", "Claimed"),
        ("ar", "قاعدة بلد", "برقية، ١٦ آذار ٢٠٢١", "متبنّى"),
    ):
        editor.cookies["django_language"] = language
        page = editor.get(step_url("publish", incident)).text
        assert f'<bdi>{called}</bdi> <small class="id">balad</small>' in page
        assert f'<bdi>{by}</bdi> <small class="id">wire-1</small>' in page
        assert '<bdi>Front</bdi> <small class="id">front</small>' in page
        assert f"<bdi>{basis}</bdi>" in page
    editor.cookies["django_language"] = "en"
    take(editor, "publish", incident)
    page = editor.get(reverse("admin:attacks_incident_history", args=[incident.pk])).text
    assert '<bdi>Balad Air Base</bdi> <small class="id">balad</small>' in page


def test_publishing_twice_makes_one_revision_and_no_error(editor: Client) -> None:
    incident = in_review(IncidentFactory())
    form = form_of(editor.get(step_url("publish", incident)), "step_form")
    for _ in range(2):
        assert editor.post(step_url("publish", incident), form, follow=True).status_code == 200
    assert Revision.objects.count() == 1


def test_a_claim_and_its_incident_that_name_each_other_go_out_together(editor: Client) -> None:
    incident = IncidentFactory()
    statement = StatementFactory()
    statement.incidents.add(incident)
    AttributionFactory(incident=incident, actor=statement.speaker, statement=statement)
    published(statement.speaker)
    in_review(incident), in_review(statement)
    take(editor, "publish", incident)
    assert set(Revision.objects.values_list("public_id", flat=True)) >= {incident.public_id, statement.public_id}


def test_what_must_be_public_first_is_named_with_a_link(editor: Client) -> None:
    actor = ActorFactory(name="Saraya of the draft")
    incident = AttributionFactory(actor=actor).incident
    in_review(incident)
    page = editor.get(step_url("publish", incident)).content.decode()
    assert change_url(actor) in page
    answer = take(editor, "publish", incident)
    assert b"is not public; publish it first" in answer.content
    assert not Revision.objects.exists()


def test_an_unchanged_edit_is_closed_without_a_revision(editor: Client) -> None:
    incident = IncidentFactory()
    published(incident)
    in_review(edited(incident, internal_note="only for us"))
    assert b"Nothing that the public sees changes" in editor.get(step_url("publish", incident)).content
    take(editor, "publish", incident)
    incident.refresh_from_db()
    assert (incident.proposal, Revision.objects.count()) == ("none", 1)


@pytest.mark.parametrize("act", ["return", "retract", "merge", "take_over"])
def test_a_step_that_owes_a_note_is_refused_without_one(editor: Client, act: str) -> None:
    incident = IncidentFactory()
    if act in ("retract", "merge"):
        published(incident)
    else:
        in_review(incident)
    before = ReviewEvent.objects.count()
    answer = take(editor, act, incident, note="  ")
    assert b"Say why" in answer.content
    assert ReviewEvent.objects.count() == before
    assert not Revision.objects.exclude(event="published").exists()


def test_a_published_record_is_retracted_with_a_public_note(editor: Client) -> None:
    incident = IncidentFactory()
    published(incident)
    take(editor, "retract", incident, note="It did not happen.")
    incident.refresh_from_db()
    assert incident.public_state == "retracted"
    assert Revision.objects.latest("id").change_note == "It did not happen."


def test_a_record_is_merged_into_another_of_its_type_and_into_no_other(editor: Client) -> None:
    doubled, kept, draft = IncidentFactory(), IncidentFactory(), IncidentFactory()
    published(doubled, kept)
    for wrong in (draft.pk, doubled.pk, 10**30, "x"):
        answer = take(editor, "merge", doubled, note="Twice", into=wrong)
        assert answer.status_code == 200
        doubled.refresh_from_db()
        assert doubled.public_state == "published"
    take(editor, "merge", doubled, note="Twice", into=kept.pk)
    doubled.refresh_from_db()
    assert doubled.public_state == "merged"


def test_an_administrator_blanks_chosen_revisions(signed_in: Callable[[StaffRole], Client]) -> None:
    admin = signed_in(StaffRole.ADMIN)
    incident = IncidentFactory(title="Names a civilian")
    published(incident)
    published(edited(incident, title="Names nobody"))
    page = admin.get(step_url("redact", incident)).content.decode()
    assert "r1 ·" in page
    assert "r2 ·" in page
    answer = take(admin, "redact", incident, note="A court order", numbers=["9"])
    assert "9" in answer.content.decode()
    take(admin, "redact", incident, note="A court order", numbers=["1"])
    assert Revision.objects.get(number=1).document.body is None
    assert Revision.objects.get(number=2).document.body is not None


def test_taking_over_is_written_down_and_moves_the_edit(signed_in: Callable[[StaffRole], Client]) -> None:
    first, second = signed_in(StaffRole.ANALYST), signed_in(StaffRole.ANALYST)
    incident = IncidentFactory()
    save(first, incident, title="By the first")
    assert save_is_refused(second, incident)
    page = second.get(change_url(incident)).content.decode()
    assert f"{first.user} is working on it" in page
    take(second, "take_over", incident, note="She is on leave.")
    save(second, incident, title="By the second")
    incident.refresh_from_db()
    assert (incident.title, incident.held_by) == ("By the second", second.user)
    assert save_is_refused(first, incident)
    history = first.get(reverse("admin:attacks_incident_history", args=[incident.pk])).content.decode()
    assert "She is on leave." in history


def save_is_refused(client: Client, record: Record) -> bool:
    return client.post(change_url(record), {"title": "Forged"}).status_code == 403


def test_many_chosen_in_the_list_move_together_or_not_at_all(editor: Client) -> None:
    first, second = in_review(IncidentFactory()), in_review(IncidentFactory())
    draft = IncidentFactory()
    url = reverse("admin:attacks_incident_changelist")
    answer = editor.post(url, {"action": "publish", "_selected_action": [first.pk, second.pk]})
    assert answer.url == step_url("publish", first, second)
    assert b"It is not in review" in editor.get(step_url("publish", first, draft), follow=True).content
    take(editor, "publish", first, second)
    assert Revision.objects.count() == 2


def test_a_published_record_has_its_page_and_a_draft_has_none(editor: Client) -> None:
    incident = IncidentFactory()
    link = f'href="/incidents/{incident.public_id}/'
    assert link not in editor.get(change_url(incident)).content.decode()
    published(incident)
    assert link in editor.get(change_url(incident)).content.decode()


def test_the_history_shows_revisions_and_the_steps_of_the_review(editor: Client) -> None:
    incident = IncidentFactory(title="Old title")
    published(incident)
    published(edited(incident, title="New title"), note="A better title")
    page = editor.get(reverse("admin:attacks_incident_history", args=[incident.pk])).content.decode()
    assert "A better title" in page
    assert "<del><bdi>Old title</bdi></del>" in page
    assert "In review" in page


@pytest.mark.parametrize("ids", ["", "x", "0", "1,,2", "-1", "9" * 40, "1;2", "٣"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_wrong_ids_are_not_found(editor: Client, ids: str, method: str) -> None:
    url = reverse("admin:attacks_incident_review", args=["publish"])
    assert getattr(editor, method)(url, {"ids": ids}).status_code == 404


def test_an_unknown_step_is_not_found(editor: Client) -> None:
    for act in ("edit", "delete", "nonsense"):
        assert editor.get(reverse("admin:attacks_incident_review", args=[act]), {"ids": "1"}).status_code == 404
