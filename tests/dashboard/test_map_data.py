"""What the map is given around single records: precision, launch areas, the strikes that answered."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.gis.geos import Point, Polygon
from django.test import Client

from attacks import models
from attacks.choices import LinkKind, LocationPrecision
from tests import factories

pytestmark = pytest.mark.django_db


def map_of(client: Client, query: str) -> dict[str, Any]:
    return json.loads(client.get(f"/?{query}", headers={"X-Fragment": "map"}).content)


def an_attack(**values: Any) -> models.Incident:
    incident = factories.IncidentFactory(public_id="IQ-0001", placed=True, **values)
    factories.published(*models.Province.objects.all(), incident)
    return incident


def test_a_known_launch_point_comes_with_its_precision(client: Client) -> None:
    an_attack(launch_area=Point(44.2, 33.8, srid=4326), launch_precision=LocationPrecision.TOWN)
    launch = map_of(client, "selected=IQ-0001")["selected"]["launch"]
    assert (launch["lon"], launch["lat"], launch["radius"]) == (44.2, 33.8, 10_000)
    assert launch["words"] == "Launch area: town, 10 km"


def test_a_launch_area_is_sent_as_its_shape_with_a_point_within(client: Client) -> None:
    shape = Polygon(((44, 33), (45, 33), (45, 34), (44, 34), (44, 33)), srid=4326)
    an_attack(launch_area=shape, launch_precision=LocationPrecision.DISTRICT)
    launch = map_of(client, "selected=IQ-0001")["selected"]["launch"]
    assert launch["shape"]["type"] == "Polygon"
    assert (launch["lon"], launch["lat"]) == (44.5, 33.5)


def test_a_launch_province_is_not_shown_as_a_point(client: Client) -> None:
    an_attack(launch_province=factories.ProvinceFactory(), launch_place="Somewhere")
    launch = map_of(client, "selected=IQ-0001")["selected"]["launch"]
    assert launch == {"province": "IQ-BG", "words": "Launched from Baghdad, place not mapped"}


def test_a_launch_place_in_words_alone_draws_nothing(client: Client) -> None:
    an_attack(launch_place="Iran")
    assert "launch" not in map_of(client, "selected=IQ-0001")["selected"]


def test_single_records_show_what_surrounds_them_only_from_near(client: Client) -> None:
    an_attack()
    assert map_of(client, "zoom=8")["around"] == {}
    assert map_of(client, "zoom=9")["around"] == {"IQ-0001": {"lat": 33.94, "lon": 44.36, "radius": 2000}}


def test_a_record_known_only_to_its_province_names_the_area_and_no_radius(client: Client) -> None:
    province = factories.ProvinceFactory()
    incident = factories.IncidentFactory(
        public_id="IQ-0001", province=province, location=Point(44.4, 33.3, srid=4326), location_precision="province"
    )
    factories.published(province, incident)
    around = map_of(client, "zoom=9")["around"]["IQ-0001"]
    assert (around["radius"], around["province"]) == (None, "IQ-BG")


def test_only_stated_answers_lead_to_the_chosen_record(client: Client) -> None:
    attack = factories.IncidentFactory(public_id="IQ-0001", placed=True)
    stated = factories.IncidentFactory(
        public_id="IQ-0002", response=True, placed=True, location=Point(41, 34.4, srid=4326)
    )
    possible = factories.IncidentFactory(
        public_id="IQ-0003", response=True, placed=True, location=Point(42, 34.4, srid=4326)
    )
    models.IncidentLink.objects.create(incident=stated, to=attack, kind=LinkKind.RETALIATION_FOR)
    models.IncidentLink.objects.create(incident=possible, to=attack, kind=LinkKind.POSSIBLE_RETALIATION_FOR)
    factories.published(attack, stated, possible)
    assert map_of(client, "selected=IQ-0001")["selected"]["answers"] == [{"lat": 34.4, "lon": 41.0}]


def test_marks_say_how_many_of_their_records_stand_at_bases_and_how_many_have_no_place(client: Client) -> None:
    province, base = factories.ProvinceFactory(), factories.BaseFactory(slug="balad")
    at_base = factories.IncidentFactory(base=base, placed=True)
    near = factories.IncidentFactory(placed=True)
    vague = factories.IncidentFactory(
        province=province, location=Point(44.36, 33.94, srid=4326), location_precision="province"
    )
    factories.published(province, base, at_base, near, vague)
    (cell,) = map_of(client, "zoom=6")["cells"]
    assert (cell["records"], cell["at_bases"], cell["vague"]) == (3, 1, 1)
