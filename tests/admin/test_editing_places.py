"""What a point proposes."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from attacks.places import propose
from tests.factories import BaseFactory, ProvinceFactory

pytestmark = pytest.mark.django_db


def point(longitude: float, latitude: float) -> Point:
    return Point(longitude, latitude, srid=4326)


def test_a_point_in_iraq_proposes_its_province_and_country() -> None:
    province = ProvinceFactory()
    proposal = propose(point(44.4, 33.3))
    assert (proposal.province, proposal.country) == (province, "IQ")


def test_of_two_provinces_that_overlap_the_smaller_is_proposed() -> None:
    ProvinceFactory()
    small = ProvinceFactory(
        code="IQ-HA",
        name="Halabja",
        boundary=MultiPolygon(Polygon(((44.3, 33.2), (44.5, 33.2), (44.5, 33.4), (44.3, 33.2))), srid=4326),
    )
    assert propose(point(44.45, 33.3)).province == small


def test_a_point_abroad_proposes_its_country_and_no_province() -> None:
    ProvinceFactory()
    proposal = propose(point(36.3, 33.5))
    assert (proposal.province, proposal.country) == (None, "SY")


def test_a_point_at_sea_proposes_nothing() -> None:
    proposal = propose(point(27.0, 35.0))
    assert (proposal.province, proposal.country, proposal.bases) == (None, "", [])


def test_the_nearest_bases_come_first_with_their_distance() -> None:
    far = BaseFactory(location=point(44.5, 33.94))
    near = BaseFactory(location=point(44.37, 33.94))
    BaseFactory(location=point(46.5, 33.94))
    BaseFactory(location=None, location_precision="")
    bases = propose(point(44.36, 33.94)).bases
    assert [found.base for found in bases] == [near, far]
    assert bases[0].km == pytest.approx(0.9, abs=0.1)
    assert bases[1].km == pytest.approx(12.9, abs=0.2)
