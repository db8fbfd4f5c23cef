"""The incident's form and what it asks while somebody types, by real requests."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from attacks.models import Incident, Source
from tests.admin.forms import form_of
from tests.factories import BaseFactory, IncidentFactory, OutletFactory, ProvinceFactory, SourceFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/attacks/incident/add/"
POINT = '{"type": "Point", "coordinates": [44.36, 33.94]}'


def enter(client: Client, **changes: Any) -> Any:
    """The answer to a new incident, typed with the least that is asked for."""
    least = {
        "kind": "rocket",
        "title": "Rockets at Balad",
        "summary": "Seven rockets.",
        "occurred_from": "2021-03-15",
        "place_name": "Balad",
        "target_kind": "base",
        "us_nexus": "direct",
    }
    return client.post(ADD, {**form_of(client.get(ADD), "incident_form"), **least, **changes})


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return answer.context["adminform"].form.errors


def told(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_the_defaults_make_a_typical_report_of_seven_fields(analyst: Client) -> None:
    assert enter(analyst).status_code == 302
    made = Incident.objects.get()
    assert (made.occurred_to, made.date_precision, made.date_extent) == (made.occurred_from, "day", "single")
    assert (made.role, made.country, made.evidence, made.confidence) == ("attack", "IQ", "single_source", "moderate")


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"occurred_to": "2021-03-14"}, "occurred_to", "2021-03-14 is before 2021-03-15"),
        ({"occurred_to": "2021-03-16"}, "date_extent", "more than one day"),
        ({"location": POINT}, "location_precision", "how well the point is known"),
        ({"location_precision": "site"}, "location_precision", "There is no point"),
        ({"launch_area": POINT}, "launch_precision", "how narrow"),
    ],
)
def test_an_error_names_the_field_and_the_remedy_and_keeps_what_was_typed(
    typed: dict[str, str], field: str, words: str, analyst: Client
) -> None:
    answer = enter(analyst, **typed)
    assert words in " ".join(errors(answer)[field])
    assert form_of(answer, "incident_form")["summary"] == "Seven rockets."


def test_a_likely_duplicate_is_shown_once_before_the_first_save(analyst: Client) -> None:
    base = BaseFactory()
    same = IncidentFactory(base=base, title="Already here")
    answer = enter(analyst, base=str(base.pk))
    assert "may be recorded already" in " ".join(errors(answer)["__all__"])
    assert "Already here" in answer.content.decode()
    assert enter(analyst, base=str(base.pk), confirmed_duplicate=str(same.pk)).status_code == 302


def test_another_province_than_the_points_is_saved_with_a_warning(analyst: Client) -> None:
    ProvinceFactory()
    north = Polygon(((44, 35), (45, 35), (45, 36), (44, 36), (44, 35)))
    erbil = ProvinceFactory(code="IQ-AR", name="Erbil", boundary=MultiPolygon(north, srid=4326))
    where = {"location": POINT, "location_precision": "site", "province": str(erbil.pk)}
    answer = enter(analyst, **where)
    assert answer.status_code == 302
    assert "lies in Baghdad and the form says Erbil" in told(answer)
    assert "lies in" not in told(enter(analyst, **where, occurred_from="2022-01-01", is_outside_its_province="on"))


def account(**parts: str) -> dict[str, str]:
    return {f"accounts-0-{name}": value for name, value in parts.items()} | {"accounts-0-values-0-value": "7"}


def test_a_new_source_is_made_with_the_incident(analyst: Client) -> None:
    outlet = OutletFactory(slug="paper")
    new = account(new_outlet=str(outlet.pk), new_url="https://paper.example/7", new_published_on="2021-03-16")
    assert enter(analyst, **new).status_code == 302
    source = Source.objects.get()
    assert (source.slug, source.url, source.proposal) == ("paper-2021-03-16", "https://paper.example/7", "draft")
    assert (source.published_on_precision, source.held_by) == ("day", analyst.user)  # type: ignore[attr-defined]
    incident = Incident.objects.get()
    assert list(incident.sources.all()) == [source]
    assert incident.accounts.get().values.get().field == "munitions.fired"


def test_an_address_that_is_known_stands_for_its_source(analyst: Client) -> None:
    source = SourceFactory(url="https://paper.example/7")
    assert enter(analyst, **account(new_url="https://paper.example/7")).status_code == 302
    assert Incident.objects.get().accounts.get().source == source


def test_reported_values_without_a_source_are_refused_and_kept(analyst: Client) -> None:
    answer = enter(analyst, **account())
    assert answer.status_code == 200
    assert "Choose the source" in answer.content.decode()
    assert form_of(answer, "incident_form")["accounts-0-values-0-value"] == "7"
    assert not Incident.objects.exists()


def test_nothing_is_made_of_a_new_source_when_the_incident_is_refused(analyst: Client) -> None:
    new = account(new_outlet=str(OutletFactory().pk), new_url="https://paper.example/7")
    assert enter(analyst, **new, occurred_from="soon").status_code == 200
    assert not Source.objects.exists()


# What is asked while typing -------------------------------------------------------------------------------------------


def ask(client: Client, name: str, **parameters: Any) -> Any:
    return client.get(reverse(f"admin:desk_{name}"), parameters)


def test_a_point_proposes_province_and_bases(analyst: Client) -> None:
    province, base = ProvinceFactory(), BaseFactory(location=Point(44.37, 33.94, srid=4326))
    answer = ask(analyst, "place", longitude="44.36", latitude="33.94").json()
    assert answer["province"] == {"id": province.pk, "text": "Baghdad"}
    assert answer["bases"] == [{"id": base.pk, "text": base.name, "km": 0.9}]


def test_a_base_fills_its_place(analyst: Client) -> None:
    base = BaseFactory(province=ProvinceFactory())
    answer = ask(analyst, "base", base=base.pk).json()
    assert (answer["point"], answer["precision"], answer["province"]["text"]) == ([44.36, 33.94], "site", "Baghdad")


def test_likely_duplicates_hold_drafts_too(analyst: Client) -> None:
    base = BaseFactory()
    draft = IncidentFactory(base=base)
    (likely,) = ask(analyst, "duplicates", occurred_from="2021-03-16", base=base.pk).json()["likely"]
    assert (likely["public_id"], likely["reasons"]) == (draft.public_id, ["same base", "one day apart"])


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("place", {}),
        ("place", {"longitude": "nan", "latitude": "33"}),
        ("place", {"longitude": "181", "latitude": "33"}),
        ("base", {"base": "x" * 400}),
        ("base", {"base": "99999999999999999999999"}),
        ("duplicates", {"occurred_from": "soon"}),
        ("duplicates", {"occurred_from": "2021-03-15", "occurred_to": "2020-01-01"}),
        ("duplicates", {"occurred_from": "2021-03-15", "kind": "moonquake"}),
        ("session", {"record_type": "nothing"}),
        ("session", {"record_type": "incident", "record": "-1"}),
    ],
)
def test_nonsense_is_refused_by_name(name: str, nonsense: dict[str, str], analyst: Client) -> None:
    answer = ask(analyst, name, **nonsense)
    assert answer.status_code == 400
    assert answer.json()["errors"]


@pytest.mark.parametrize("name", ["session", "place", "base", "duplicates"])
def test_nobody_but_staff_gets_an_answer(name: str, client: Client) -> None:
    assert ask(client, name).status_code == 401
    assert client.post(reverse(f"admin:desk_{name}")).status_code == 405


def test_the_session_says_whose_edit_is_in_the_way(analyst: Client, editor: Client) -> None:
    incident = IncidentFactory(held_by=editor.user, changed_by=editor.user)  # type: ignore[attr-defined]
    answer = ask(analyst, "session", record_type="incident", record=incident.pk).json()
    assert answer["user"] == analyst.user.pk  # type: ignore[attr-defined]
    assert "take it over first" in answer["refusal"]


def test_a_saved_form_is_named_to_the_browser_that_kept_its_draft(analyst: Client) -> None:
    token = form_of(analyst.get(ADD), "incident_form")["form_token"]
    answer = enter(analyst, form_token=token)
    assert answer.cookies["desk_saved"].value == token
    assert answer.cookies["desk_saved"]["path"] == "/admin/"
    assert "desk_saved" not in enter(analyst, form_token="nonsense;", occurred_from="2022-02-02").cookies
