"""Two people with the same record open, by real requests: nothing of either is lost, nothing is overwritten unseen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from attacks.choices import StaffRole
from attacks.ledger.review import submit
from attacks.models import Incident
from tests.admin.forms import form_of
from tests.factories import CasualtiesFactory, IncidentFactory, MunitionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db
Sign = Callable[[StaffRole], Client]


class Desk:
    """One editor with the form of a record open."""

    def __init__(self, client: Client, incident: Incident) -> None:
        self.client = client
        self.url = reverse("admin:attacks_incident_change", args=[incident.pk])
        self.form = form_of(client.get(self.url), "incident_form")

    def save(self, **changes: Any) -> Any:
        self.form = {name: value for name, value in {**self.form, **changes}.items() if value is not None}
        answer = self.client.post(self.url, self.form)
        if answer.status_code == 200:
            self.form = form_of(answer, "incident_form")
        return answer


@pytest.fixture
def incident() -> Incident:
    """In review, so that any editor may put it right."""
    made = IncidentFactory(title="Old title", damage="Old damage")
    MunitionFactory(incident=made, fired_low=7, fired_high=7)
    CasualtiesFactory(incident=made, killed_low=0, killed_high=0)
    submit(record=made, by=UserFactory())
    return made


@pytest.fixture
def desks(incident: Incident, signed_in: Sign) -> tuple[Desk, Desk]:
    """The two have opened the form one after the other, before either saves."""
    return Desk(signed_in(StaffRole.EDITOR), incident), Desk(signed_in(StaffRole.EDITOR), incident)


def told(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_what_the_other_alone_changed_is_taken_over_and_named(incident: Incident, desks: tuple[Desk, Desk]) -> None:
    theirs, mine = desks
    assert theirs.save(title="Their title").status_code == 302
    answer = mine.save(damage="My damage")
    assert answer.status_code == 302
    incident.refresh_from_db()
    assert (incident.title, incident.damage, incident.edit_number) == ("Their title", "My damage", 2)
    assert "Title" in told(answer)
    assert theirs.client.user.username in told(answer)  # type: ignore[attr-defined]


def test_what_both_changed_is_shown_side_by_side_and_saved_once_chosen(
    incident: Incident, desks: tuple[Desk, Desk]
) -> None:
    theirs, mine = desks
    theirs.save(title="Their title")
    answer = mine.save(title="My title", damage="My damage")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Their title" in page
    assert "My title" in page
    assert mine.form["title"] == "My title"
    incident.refresh_from_db()
    assert (incident.title, incident.damage) == ("Their title", "Old damage")

    assert mine.save().status_code == 200, "nothing is chosen yet"
    assert mine.save(**{"choose-title": "theirs"}).status_code == 302
    incident.refresh_from_db()
    assert (incident.title, incident.damage) == ("Their title", "My damage")


def test_mine_holds_when_i_choose_it(incident: Incident, desks: tuple[Desk, Desk]) -> None:
    theirs, mine = desks
    theirs.save(title="Their title")
    mine.save(title="My title")
    assert mine.save(**{"choose-title": "mine"}).status_code == 302
    incident.refresh_from_db()
    assert incident.title == "My title"


def test_a_third_save_while_i_choose_is_seen_too(incident: Incident, desks: tuple[Desk, Desk]) -> None:
    theirs, mine = desks
    theirs.save(title="Their title")
    mine.save(title="My title")
    Desk(theirs.client, incident).save(damage="Third damage", title="Third title")
    answer = mine.save(**{"choose-title": "mine"})
    assert answer.status_code == 200
    assert "Third title" in answer.content.decode()
    assert mine.save(**{"choose-title": "mine"}).status_code == 302
    incident.refresh_from_db()
    assert (incident.title, incident.damage) == ("My title", "Third damage")


def test_rows_are_merged_field_by_field(incident: Incident, desks: tuple[Desk, Desk]) -> None:
    theirs, mine = desks
    theirs.save(**{"munitions-0-fired_low": "8", "munitions-0-fired_high": "8"})
    assert mine.save(**{"munitions-0-note": "My note"}).status_code == 302
    (row,) = incident.munitions.all()
    assert (row.fired_low, row.fired_high, row.note) == (8, 8, "My note")


def test_a_row_that_both_changed_differently_waits_for_a_choice(incident: Incident, desks: tuple[Desk, Desk]) -> None:
    theirs, mine = desks
    theirs.save(**{"munitions-0-note": "Their note"})
    assert mine.save(**{"munitions-0-note": "My note"}).status_code == 200
    assert mine.save(**{"choose-munitions-0-note": "theirs"}).status_code == 302
    assert incident.munitions.get().note == "Their note"


def test_rows_added_by_both_are_both_kept(incident: Incident, desks: tuple[Desk, Desk]) -> None:
    for desk, weapon in zip(desks, ("drone", "mortar"), strict=True):
        new = {"munitions-1-weapon": weapon, "munitions-1-fired_low": "1", "munitions-TOTAL_FORMS": "2"}
        assert desk.save(**new).status_code == 302
    assert sorted(row.weapon for row in incident.munitions.all()) == ["drone", "mortar", "rocket"]


def test_a_row_deleted_by_the_other_goes_unless_i_changed_it(incident: Incident, desks: tuple[Desk, Desk]) -> None:
    theirs, mine = desks
    assert theirs.save(**{"munitions-0-DELETE": "on", "casualties-0-DELETE": "on"}).status_code == 302
    assert mine.save(**{"munitions-0-note": "My note"}).status_code == 200
    assert incident.munitions.count() == 0
    assert mine.save(**{"choose-munitions-0": "mine"}).status_code == 302
    assert incident.munitions.get().note == "My note"
    assert incident.casualties.count() == 0


def test_a_row_that_i_deleted_and_the_other_changed_waits_for_a_choice(
    incident: Incident, desks: tuple[Desk, Desk]
) -> None:
    theirs, mine = desks
    theirs.save(**{"munitions-0-note": "Their note"})
    assert mine.save(**{"munitions-0-DELETE": "on"}).status_code == 200
    assert mine.save(**{"choose-munitions-0": "theirs"}).status_code == 302
    assert incident.munitions.get().note == "Their note"


def test_reported_values_of_one_account_are_merged_fact_by_fact(incident: Incident, signed_in: Sign) -> None:
    account = incident.accounts.create(source=SourceFactory())
    account.values.create(field="munitions.fired", value="7")
    account.values.create(field="munitions.hit", value="2")
    theirs, mine = (Desk(signed_in(StaffRole.EDITOR), incident) for _ in range(2))
    theirs.save(**{"accounts-0-values-0-value": "8"})
    assert mine.save(**{"accounts-0-values-1-value": "3"}).status_code == 302
    assert dict(account.values.values_list("field", "value")) == {"munitions.fired": "8", "munitions.hit": "3"}


def test_a_form_that_lost_what_it_was_opened_with_overwrites_nothing_unseen(
    incident: Incident, desks: tuple[Desk, Desk]
) -> None:
    _, mine = desks
    answer = mine.save(opened="spoilt", title="My title")
    assert answer.status_code == 200
    incident.refresh_from_db()
    assert incident.title == "Old title"


def test_an_error_of_the_second_keeps_the_merge(incident: Incident, desks: tuple[Desk, Desk]) -> None:
    theirs, mine = desks
    theirs.save(title="Their title")
    assert mine.save(damage="My damage", occurred_from="soon").status_code == 200
    assert mine.save(occurred_from="2021-03-15").status_code == 302
    incident.refresh_from_db()
    assert (incident.title, incident.damage) == ("Their title", "My damage")


def test_saving_after_ones_own_save_merges_nothing(incident: Incident, desks: tuple[Desk, Desk]) -> None:
    desk, _ = desks
    assert told(desk.save(title="One", _continue="on")).count("while you had it open") == 0
    again = Desk(desk.client, incident)
    assert "while you had it open" not in told(again.save(title="Two"))
    incident.refresh_from_db()
    assert incident.title == "Two"


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_the_second_waits_and_merges(signed_in: Sign) -> None:
    incident = IncidentFactory(title="Old title", damage="Old damage")
    submit(record=incident, by=UserFactory())
    desks = [Desk(signed_in(StaffRole.EDITOR), incident) for _ in range(2)]
    changes = [{"title": "Their title"}, {"damage": "My damage"}]
    start = threading.Barrier(2)

    def save(desk: Desk, change: dict[str, str]) -> int:
        try:
            start.wait()
            return desk.save(**change).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        assert list(hands.map(save, desks, changes)) == [302, 302]
    incident.refresh_from_db()
    assert (incident.title, incident.damage, incident.edit_number) == ("Their title", "My damage", 2)
