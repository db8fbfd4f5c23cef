"""Drawn areas and distances: what lies inside, what cannot, and what is no area."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import Point

from attacks.explorer.explore import explore
from attacks.explorer.filters import Filter, FilterError
from attacks.explorer.listing import listing
from attacks.models import PublishedBase, PublishedIncident

from .history import History

SQUARE = "area=44,33 45,33 45,34 44,34"


def _ids(query: str) -> list[str]:
    answer = explore(Filter.parse(f"{query}&sort=oldest"), panels=["page"])
    assert answer.page is not None
    names = dict(PublishedIncident.objects.values_list("pk", "public_id"))
    return [names[pk] for pk in answer.page.version_ids]


def _at(lon: float, lat: float) -> Point:
    return Point(lon, lat, srid=4326)


def test_a_record_lies_in_an_area_by_its_base_or_else_by_its_own_point(history: History) -> None:
    history.base("inside", (44.5, 33.5))
    history.base("nowhere", None)
    history.incident("IQ-1", base="inside", location=_at(40, 30))
    history.incident("IQ-2", location=_at(44.9, 33.9))
    history.incident("IQ-3", base="nowhere", location=_at(44.1, 33.1))
    history.incident("IQ-4", location=_at(45.1, 33.5))
    history.incident("IQ-5", location=_at(45, 33.5))
    assert _ids(SQUARE) == ["IQ-1", "IQ-2", "IQ-3", "IQ-5"], "the border belongs to the area"


def test_what_is_known_only_to_its_province_lies_in_no_area_and_is_told(history: History) -> None:
    history.incident("IQ-1", location=_at(44.5, 33.5), location_precision="province")
    history.incident("IQ-2", location=None, location_precision="")
    history.incident("IQ-3", location=_at(44.5, 33.5), location_precision="district")
    history.incident("IQ-4", location=_at(44.5, 33.5), location_precision="province", kind="drone")
    answer = explore(Filter.parse(f"{SQUARE}&kind=rocket"))
    assert (answer.totals.records, answer.totals.out_of_reach) == (1, 2)
    assert explore(Filter.parse("kind=rocket")).totals.out_of_reach == 0


def test_a_base_that_moves_takes_its_records_with_it_from_then_on(history: History) -> None:
    history.base("camp", (44.5, 33.5))
    before = history.incident("IQ-1", base="camp")
    history.base("camp", (40.0, 33.5))
    assert _ids(SQUARE) == []
    assert _ids(f"{SQUARE}&as_of={before}") == ["IQ-1"]
    assert PublishedBase.objects.filter(public_id="camp").count() == 2


def test_a_distance_is_measured_on_the_ellipsoid(history: History) -> None:
    # One degree of latitude at 33° north is 110.91 km long, one of longitude 93.45 km.
    history.incident("IQ-1", location=_at(44, 34))
    history.incident("IQ-2", location=_at(45, 33))
    assert _ids("near=44,33,93.4") == []
    assert _ids("near=44,33,93.5") == ["IQ-2"]
    assert _ids("near=44,33,110.8") == ["IQ-2"]
    assert _ids("near=44,33,111") == ["IQ-1", "IQ-2"]


def test_area_and_distance_go_with_words_and_with_files(history: History) -> None:
    history.incident("IQ-1", location=_at(44.5, 33.5), search_text="runway")
    history.incident("IQ-2", location=_at(44.5, 33.5), search_text="convoy")
    history.incident("IQ-3", location=_at(44.1, 33.1), search_text="runway")
    query = f"{SQUARE}&near=44.5,33.5,10&q=runway"
    assert _ids(query) == ["IQ-1"]
    assert len(listing(Filter.parse(query)).version_ids) == 1


def test_many_areas_one_after_the_other_are_all_answered(history: History) -> None:
    history.incident("IQ-1", location=_at(44.5, 33.5))
    for number in range(1, 120):
        assert explore(Filter.parse(f"near=44.5,33.5,{number}"), panels=[]).totals.records == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("area=44,33 45,33", ["2 corners", "3 to 100"]),
        ("area=44,33 45,34 45,33 44,34", ["44,33", "crosses itself"]),
        ("area=44,33 45,33 44,33 45,33", ["crosses itself"]),
        ("area=44,33;45,33;45,34", ["44,33;45,33;45,34", "44.1,33.2 44.6,33.2 44.6,33.6"]),
        ("area=44,33 45,95 46,33", ["45,95", "-90 to 90"]),
        ("area=" + " ".join(f"{44 + n / 1000},{33 + n * n / 100000}" for n in range(101)), ["101 corners"]),
        ("near=44,33", ["44,33", "44.36,33.94,25"]),
        ("near=44,33,0", ["44,33,0", "kilometres"]),
        ("near=44,33,5000", ["5000", "1000"]),
        ("near=NaN,33,5", ["NaN"]),
    ],
)
def test_what_is_no_area_is_refused_with_the_remedy(value: str, words: list[str]) -> None:
    with pytest.raises(FilterError) as caught:
        Filter.parse(value)
    message = caught.value.errors[value.split("=")[0]]
    for word in words:
        assert word in message


def test_a_ring_is_taken_closed_or_not_and_written_alike() -> None:
    closed = Filter.parse("area=44,33 45,33 45,34.0000001 44,33")
    assert closed == Filter.parse("area=44.0,33 45,33 45,34")
    assert closed.write() == "area=44%2C33+45%2C33+45%2C34"
