"""What is written into a cell is read as the same value again, whatever people type."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from datetime import date, time
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry
from hypothesis import given
from hypothesis import strategies as some

from attacks.exports.working import safe
from attacks.importers.tables.compact import Bounds, items
from attacks.importers.tables.files import CSV, opened
from attacks.importers.tables.kinds import Clock, Day, Degrees, Json, Many, Shape, Text, quoted
from attacks.importers.tables.problems import CONTROL, ValueRefused

number = some.integers(0, 2**31 - 1)
bounds = some.one_of(
    number.map(lambda n: (n, n)),
    some.tuples(number, number).map(lambda pair: (min(pair), max(pair))),
    number.map(lambda n: (n, None)),
    number.map(lambda n: (None, n)),
)
words = some.text(some.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip).filter(bool)
typed = words.filter(lambda text: not CONTROL.search(text))


@given(bounds)
def test_bounds_read_as_they_are_written(pair: Any) -> None:
    assert Bounds().read(Bounds().write(pair), []) == pair


@given(some.lists(typed, min_size=1, unique=True))
def test_lists_read_as_they_are_written(texts: list[str]) -> None:
    kind = Many(Text())
    assert kind.read(str(kind.write(texts)).strip(), []) == texts


@given(some.lists(some.dictionaries(some.from_regex(r"[a-z]{1,5}(\.[a-z]{1,5})?", fullmatch=True), typed, min_size=1)))
def test_items_of_a_cell_read_as_they_are_written(rows: list[dict[str, str]]) -> None:
    text = "; ".join(" ".join(f"{name}={quoted(value)}" for name, value in row.items()) for row in rows)
    assert [item.values for item in items(text)] == rows


@given(some.text(max_size=60))
def test_no_text_breaks_the_reader_of_items(text: str) -> None:
    with suppress(ValueRefused):
        list(items(text))


@given(some.lists(typed, min_size=1))
def test_text_that_looks_like_a_formula_survives_the_way_through_a_file(texts: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([[f"c{n}" for n in range(len(texts))], [safe(text) for text in texts]])
    cells = next(csv.reader(io.StringIO(file.getvalue().split("\r\n", 1)[1], newline="")))
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    if len(texts) <= 200:
        with opened(file.getvalue().encode(), CSV) as sheet:
            assert [cells for _number, cells in sheet.lines] == [texts]


@given(some.dates(), some.times(), some.floats(-180, 180))
def test_days_times_and_degrees_read_as_they_are_written(day: date, clock: time, degrees: float) -> None:
    assert Day().read(Day().write(day), []) == day
    whole = clock.replace(microsecond=0, fold=0)
    assert Clock().read(Clock().write(whole), []) == whole
    short = round(degrees, 9)
    if "e" not in repr(short):
        assert Degrees(180).read(repr(short), []) == short


@given(some.dictionaries(typed, some.one_of(some.integers(), typed, some.none(), some.booleans())))
def test_figures_read_as_they_are_written(figures: dict[str, Any]) -> None:
    assert Json().read(Json().write(figures), []) == figures


@pytest.mark.parametrize(
    "text", ["[1]", "NaN", '{"a": NaN}', '{"a": "\\u0000"}', '{"a": "\\ud800"}', "[" * 100_000, "{"]
)
def test_figures_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueRefused):
        Json().read(text, [])


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "Point", "coordinates": [44.361234567890123, 33.1]},
        {"type": "Polygon", "coordinates": [[[44.1, 33.1], [44.2, 33.1], [44.2, 33.2], [44.1, 33.1]]]},
    ],
)
def test_shapes_keep_every_digit(shape: dict[str, Any]) -> None:
    read = Shape().read(json.dumps(shape), [])
    assert isinstance(read, GEOSGeometry)
    assert read.srid == 4326
    assert json.loads(Shape().write(read)) == shape


@pytest.mark.parametrize(
    "coordinates",
    [None, [], [[]], [[[]]], 1, "x", {}, [1], [1, None], [1, 2, 3, 4], [[1, 2]], [[[1, 2]]], [[[[1, 2]]]], [[1, [2]]]],
    ids=str,
)
@pytest.mark.parametrize("kind", ["Point", "Polygon", "MultiPolygon", "LineString", None, [1]], ids=str)
def test_what_is_no_shape_is_refused(kind: Any, coordinates: Any) -> None:
    with pytest.raises(ValueRefused):
        Shape().read(json.dumps({"type": kind, "coordinates": coordinates}), [])
