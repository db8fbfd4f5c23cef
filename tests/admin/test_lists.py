"""Lists of the admin: what search finds, what filters leave, how few questions they ask of the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from attacks import desk
from attacks.ledger.review import return_to_author, submit
from attacks.search import fold
from tests import factories
from tests.admin.test_permissions import FACTORIES, new
from tests.factories import ActorFactory, BaseFactory, IncidentFactory, ProvinceFactory, published

pytestmark = pytest.mark.django_db


def names(client: Client, kind: str, **query: str) -> set[str]:
    answer = client.get(reverse(f"admin:attacks_{kind}_changelist"), query)
    return {record.public_identifier for record in answer.context["cl"].result_list}


def offered(client: Client, model: str, field: str, term: str) -> list[str]:
    """What autocompletion offers."""
    asked = {"app_label": "attacks", "model_name": model, "field_name": field, "term": term}
    return [found["text"] for found in client.get(reverse("admin:autocomplete"), asked).json()["results"]]


@pytest.fixture
def ain_al_asad() -> Any:
    return BaseFactory(
        slug="ain-al-asad",
        name="Ain al-Asad Air Base",
        name_ar="قاعدة عين الأسد الجوية",
        aliases=["Ayn al-Asad", "Ain al-Assad"],
    )


@pytest.mark.parametrize(
    "typed", ["Ain al-Assad", "ayn asad", "AÏN  AL ASAD", "عين الاسد", "قاعدة عين الأسد", "ain-al-asad"]
)
def test_spellings_of_one_base_find_it_and_the_incidents_there(editor: Client, ain_al_asad: Any, typed: str) -> None:
    BaseFactory(name="Balad Air Base")
    there = IncidentFactory(base=ain_al_asad)
    IncidentFactory()
    assert names(editor, "base", q=typed) == {"ain-al-asad"}
    assert names(editor, "incident", q=typed) == {there.public_id}
    assert offered(editor, "incident", "base", typed) == ["Ain al-Asad Air Base"]


@pytest.mark.parametrize("typed", ["Kataib Hezbollah", "kata’ib", "كتائب حزب الله", "كتايب"])
def test_hamza_and_apostrophes_do_not_hide_an_actor(editor: Client, typed: str) -> None:
    ActorFactory(slug="kh", name="Kata'ib Hezbollah", name_ar="كتائب حزب الله")
    assert names(editor, "actor", q=typed) == {"kh"}


@pytest.mark.parametrize("typed", ["%", "'", '"', "\\", "(", "a" * 5000, "🚀", "٪"])
def test_odd_searches_are_answered(editor: Client, typed: str) -> None:
    IncidentFactory()
    for kind in FACTORIES:
        url = reverse(f"admin:attacks_{kind}_changelist")
        assert editor.get(url, {"q": typed}, follow=True).status_code == 200
        assert editor.get(url, {"q": f"{typed}\x00"}).status_code == 400


# What names of this region are written with, and what else has two cases or marks above it.
LETTERS = st.one_of(
    st.sampled_from("أإآؤئءةىكیگـًّ'’ʼ`- .,éÏßŠıİ0٣۴ابج"),
    st.characters(exclude_categories=["Cs", "Cn", "Cc"], max_codepoint=0x6FF),
)


class Folding(TestCase):
    @given(st.text(alphabet=LETTERS))
    def test_the_database_folds_as_the_program_does(self, text: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT folded(%s)", [text])
            assert cursor.fetchone()[0] == fold(text)


def test_filters_by_holder_state_and_province_leave_what_they_say(analyst: Client) -> None:
    baghdad = ProvinceFactory()
    mine = IncidentFactory(held_by=analyst.user, province=baghdad)
    public = IncidentFactory()
    published(public)
    assert names(analyst, "incident", held="me") == {mine.public_id}
    assert names(analyst, "incident", held="nobody") == {public.public_id}
    assert names(analyst, "incident", public_state__exact="published") == {public.public_id}
    assert names(analyst, "incident", province="IQ-BG") == {mine.public_id}
    assert names(analyst, "incident", province="none") == {public.public_id}
    assert names(analyst, "incident", evidence__exact="single_source", q="no such") == set()


@pytest.mark.parametrize("kind", FACTORIES)
def test_a_list_asks_as_often_for_many_rows_as_for_one(editor: Client, kind: str) -> None:
    url = reverse(f"admin:attacks_{kind}_changelist")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert editor.get(url).status_code == 200
        return len(asked)

    new(kind, 0)
    queries()  # fills what is cached once, such as content types
    before = queries()
    for number in range(1, 8):
        record = new(kind, number)
        record.held_by = record.changed_by = editor.user
        record.save()
    published(factories.ActorFactory())
    assert queries() == before


def test_counts_in_lists_count_each_once(editor: Client) -> None:
    actor = ActorFactory()
    incident = IncidentFactory()
    for basis in ("claimed", "assessed"):
        factories.AttributionFactory(actor=actor, incident=incident, basis=basis)
    factories.StatementFactory(speaker=actor)
    factories.StatementFactory(speaker=actor)
    (row,) = editor.get(reverse("admin:attacks_actor_changelist")).context["cl"].result_list
    assert (row.incident_count, row.statement_count) == (1, 2)


def test_the_desk_shows_what_waits_for_each(analyst: Client, editor: Client) -> None:
    draft = IncidentFactory(held_by=analyst.user, changed_by=analyst.user, title="A draft of mine")
    returned = IncidentFactory(held_by=analyst.user, changed_by=analyst.user, title="Sent back")
    submit(record=returned, by=analyst.user)
    return_to_author(record=returned, by=editor.user, note="Why?")
    waiting = IncidentFactory(held_by=analyst.user, changed_by=analyst.user, title="To be judged")
    submit(record=waiting, by=analyst.user)
    own = IncidentFactory(changed_by=editor.user, title="By the editor")
    submit(record=own, by=editor.user)
    assert {queue.title: queue.records for queue in desk.waiting(analyst.user)} == {
        "Returned to you": [returned],
        "Your drafts": [draft],
        "Yours, waiting for an editor": [waiting],
    }
    assert {queue.title: queue.records for queue in desk.waiting(editor.user)} == {
        "In review, for you to judge": [waiting],
        "Yours, waiting for an editor": [own],
    }
    page = editor.get(reverse("admin:index")).content.decode()
    assert "To be judged" in page
    assert "A draft of mine" not in page


def test_staff_choose_the_language_of_the_admin_by_a_cookie(analyst: Client) -> None:
    page = analyst.get(reverse("admin:index")).content.decode()
    assert 'lang="en" dir="ltr"' in page
    answer = analyst.post(reverse("set_language"), {"language": "ar", "next": "/admin/"})
    assert answer.url == "/admin/"
    page = analyst.get(reverse("admin:index")).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert 'lang="en" dir="ltr"' in analyst.get("/method/").content.decode()


def test_arabic_pages_call_records_by_their_arabic_names(editor: Client) -> None:
    province = ProvinceFactory(name="Salah al-Din", name_ar="صلاح الدين")
    incident: Any = IncidentFactory(province=province, title="Rockets", title_ar="صواريخ")
    other: Any = IncidentFactory(title="No Arabic title", title_ar="")
    editor.cookies["django_language"] = "ar"
    page = editor.get(reverse("admin:attacks_incident_changelist")).text
    assert "صلاح الدين" in page
    assert "Salah al-Din" not in page
    for record, called in ((incident, "صواريخ"), (other, "No Arabic title")):
        form = editor.get(reverse("admin:attacks_incident_change", args=[record.pk])).text
        assert f"{record.public_id} {called}" in form
