"""Which incidents are shown as likely duplicates, and in which words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from hypothesis import given
from hypothesis import strategies as st

from attacks.choices import DateExtent, DatePrecision, Kind, LocationPrecision
from attacks.duplicates import Likely, Sketch, days_apart, likely_duplicates
from attacks.ledger import publish
from attacks.models import Incident
from tests.factories import BaseFactory, IncidentFactory, ProvinceFactory, UserFactory, published

pytestmark = pytest.mark.django_db
DAY = date(2021, 3, 15)


def sketch(**known: Any) -> Sketch:
    return Sketch(**{"occurred_from": DAY, "occurred_to": DAY, "kind": "rocket", "role": "attack"} | known)


def found(known: Sketch) -> list[Likely]:
    return likely_duplicates(known, among=Incident.objects.all())


def reasons(known: Sketch) -> dict[int, list[str]]:
    return {likely.incident.pk: likely.reasons for likely in found(known)}


def test_the_same_base_one_day_apart_is_likely_and_says_why() -> None:
    base = BaseFactory()
    incident = IncidentFactory(base=base, occurred_from=DAY + timedelta(days=1))
    assert reasons(sketch(base_id=base.pk)) == {incident.pk: ["same base", "one day apart", "same kind (Rocket)"]}


def test_a_nearer_date_stands_before_a_further_one() -> None:
    base = BaseFactory()
    far, near, same = (IncidentFactory(base=base, occurred_from=DAY - timedelta(days=days)) for days in (2, 1, 0))
    assert [likely.incident for likely in found(sketch(base_id=base.pk))] == [same, near, far]


def test_days_beyond_the_window_are_not_likely() -> None:
    base = BaseFactory()
    IncidentFactory(base=base, occurred_from=DAY + timedelta(days=4))
    assert found(sketch(base_id=base.pk)) == []


def test_a_place_without_a_base_is_compared_by_distance() -> None:
    near = IncidentFactory(location=Point(44.40, 33.94, srid=4326), location_precision=LocationPrecision.SITE)
    IncidentFactory(location=Point(45.40, 33.94, srid=4326), location_precision=LocationPrecision.SITE)
    assert reasons(sketch(location=Point(44.36, 33.94, srid=4326))) == {
        near.pk: ["same day", "3.7 km apart", "same kind (Rocket)"]
    }


def test_one_province_alone_needs_the_same_day_and_kind() -> None:
    province = ProvinceFactory()
    same = IncidentFactory(province=province)
    IncidentFactory(province=province, kind=Kind.IED)
    IncidentFactory(province=province, occurred_from=DAY + timedelta(days=1))
    assert list(reasons(sketch(province_id=province.pk))) == [same.pk]


def test_another_base_of_the_same_province_is_not_likely() -> None:
    province = ProvinceFactory()
    IncidentFactory(province=province, base=BaseFactory())
    assert found(sketch(province_id=province.pk, base_id=BaseFactory().pk)) == []


def test_a_month_that_holds_the_day_overlaps_it() -> None:
    base = BaseFactory()
    incident = IncidentFactory(base=base, month_only=True)
    assert reasons(sketch(base_id=base.pk))[incident.pk] == ["same base", "the dates overlap", "same kind (Rocket)"]


def test_a_further_kind_of_the_same_attack_counts_as_its_kind() -> None:
    base = BaseFactory()
    incident = IncidentFactory(base=base, kind=Kind.DRONE, also_kinds=["rocket"])
    assert "same kind (Rocket)" in reasons(sketch(base_id=base.pk))[incident.pk]


def test_the_launch_place_ranks_but_never_makes_a_duplicate() -> None:
    base, diyala = BaseFactory(), ProvinceFactory(code="IQ-DI", name="Diyala")
    IncidentFactory(base=base, launch_province=ProvinceFactory(code="IQ-SD", name="Salah ad-Din"))
    launched = IncidentFactory(base=base, launch_province=diyala)
    IncidentFactory(launch_province=diyala)
    best, *others = found(sketch(base_id=base.pk, launch_province_id=diyala.pk))
    assert (best.incident, len(others)) == (launched, 1)
    assert "launched from the same province" in best.reasons


def test_an_incident_is_not_its_own_duplicate() -> None:
    incident = IncidentFactory(base=BaseFactory())
    assert found(Sketch.of(incident)) == []


def test_retracted_incidents_are_left_out() -> None:
    base = BaseFactory()
    incident = IncidentFactory(base=base)
    published(base, incident)
    assert len(found(sketch(base_id=base.pk))) == 1
    publish.retract(record=incident, editor=UserFactory(), note="It did not happen.")
    assert found(sketch(base_id=base.pk)) == []


def test_only_what_the_caller_may_see_is_looked_at() -> None:
    base = BaseFactory()
    incident = IncidentFactory(base=base)
    known = sketch(base_id=base.pk)
    assert likely_duplicates(known, among=Incident.objects.exclude(pk=incident.pk)) == []


def test_reasons_cost_one_query_however_many_there_are(django_assert_num_queries: Any) -> None:
    base = BaseFactory()
    for _ in range(8):
        IncidentFactory(base=base)
    with django_assert_num_queries(1):
        assert len(found(sketch(base_id=base.pk))) == 5


DAYS = st.dates(date(2021, 1, 1), date(2021, 3, 31))


@given(DAYS, DAYS, st.integers(0, 40), st.integers(0, 40))
def test_days_apart_is_the_gap_between_the_bounds(one: date, other: date, length: int, other_length: int) -> None:
    a = Sketch(occurred_from=one, occurred_to=one + timedelta(days=length))
    b = Sketch(occurred_from=other, occurred_to=other + timedelta(days=other_length))
    gap = min(
        abs((day - other_day).days)
        for day in (a.occurred_from + timedelta(days=n) for n in range(length + 1))
        for other_day in (b.occurred_from + timedelta(days=n) for n in range(other_length + 1))
    )
    assert days_apart(a, b) == days_apart(b, a) == gap


def test_dates_of_different_extent_are_said_to_be_the_same_only_when_they_are() -> None:
    base = BaseFactory()
    IncidentFactory(
        base=base,
        occurred_to=DAY + timedelta(days=1),
        date_extent=DateExtent.SPANS,
        date_precision=DatePrecision.DAY,
    )
    (likely,) = found(sketch(base_id=base.pk, occurred_to=DAY + timedelta(days=1)))
    assert likely.reasons[1] == "same dates"
