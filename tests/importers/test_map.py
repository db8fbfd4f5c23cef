"""The offline base map: whole, small, named in English and Arabic, and without gaps between its areas."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from attacks.importers.record import read
from attacks.importers.record.reading import GOVERNORATES

MAP = GOVERNORATES.parent
LAYERS = ("governorates", "neighbours", "rivers", "lakes", "towns", "countries")


def features(layer: str) -> list[dict[str, Any]]:
    return json.loads((MAP / f"{layer}.geojson").read_text(encoding="utf-8"))["features"]


def areas(layer: str) -> dict[str, BaseGeometry]:
    return {item["properties"]["code"]: shape(item["geometry"]) for item in features(layer)}


def test_it_is_small_enough_to_be_sent_whole() -> None:
    assert sum((MAP / f"{layer}.geojson").stat().st_size for layer in LAYERS) < 150_000


@pytest.mark.parametrize("layer", [layer for layer in LAYERS if layer != "rivers"])
def test_everything_that_is_labelled_has_an_english_and_an_arabic_name(layer: str) -> None:
    assert features(layer)
    assert all(item["properties"]["name_en"] and item["properties"]["name_ar"] for item in features(layer))


def test_governorates_and_neighbours_leave_no_gap_and_no_overlap() -> None:
    pieces = [*areas("governorates").values(), *areas("neighbours").values()]
    assert len(areas("governorates")) == 19
    assert shapely.coverage_is_valid(pieces)


def test_towns_and_labels_lie_in_their_countries() -> None:
    countries = {**areas("neighbours"), "IQ": shapely.coverage_union_all(list(areas("governorates").values()))}
    for item in features("towns"):
        assert countries[item["properties"]["country"]].contains(shape(item["geometry"])), item["properties"]
    for item in features("countries"):
        assert countries[item["properties"]["code"]].contains(shape(item["geometry"])), item["properties"]


def test_all_but_a_few_points_of_the_record_lie_in_the_province_that_the_record_gives() -> None:
    provinces = areas("governorates")
    placed = [entry for entry in read()["incidents"] if entry["country"] == "IQ"]
    outside = [
        entry["key"]
        for entry in placed
        if not provinces[entry["province"]].intersects(shapely.Point(entry["longitude"], entry["latitude"]))
    ]
    assert len(placed) > 400
    assert len(outside) == 5
