"""One filter: what it writes it reads, and what it doesn't take it names."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from attacks.explorer.declared import BY_NAME, PARAMETERS
from attacks.explorer.explore import explore
from attacks.explorer.filters import Filter, FilterError
from attacks.explorer.parameters import Place
from attacks.explorer.shapes import polygon

from .history import History
from .strategies import filters

PLACES = st.builds(
    Place,
    watermark=st.integers(0, 10**9),
    is_backward=st.booleans(),
    key=st.integers(0, 10**6),
    day=st.integers(-700_000, 2_900_000),
    public_id=st.from_regex(r"[A-Z]{2}-[0-9]{1,7}", fullmatch=True),
)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    west, south = draw(st.integers(-180_000, 179_000)), draw(st.integers(-90_000, 89_000))
    east, north = draw(st.integers(west + 1, 180_000)), draw(st.integers(south + 1, 90_000))
    return west / 1000, south / 1000, east / 1000, north / 1000


@st.composite
def rings(draw: st.DrawFn) -> tuple[tuple[float, float], ...]:
    """Corners around a middle, in the order of their angles: never crossing."""
    lon, lat = draw(st.integers(-170, 170)), draw(st.integers(-80, 80))
    angles = sorted(draw(st.sets(st.integers(0, 71), min_size=5, max_size=12)))
    far = draw(st.lists(st.floats(1, 9), min_size=len(angles), max_size=len(angles)))
    points = zip((math.radians(5 * angle) for angle in angles), far, strict=True)
    return tuple((round(lon + r * math.cos(a), 5), round(lat + r * math.sin(a), 5)) for a, r in points)


NEAR = st.tuples(st.integers(-180, 180), st.integers(-9000, 9000).map(lambda n: n / 100), st.integers(1, 1000)).map(
    lambda place: tuple(map(float, place))
)


@given(
    query=filters(),
    cursor=st.none() | PLACES,
    box=st.none() | boxes(),
    area=st.none() | rings().filter(lambda ring: polygon(ring).valid),
    near=st.none() | NEAR,
    as_of=st.none() | st.integers(1, 10**9) | st.dates(),
    text=st.text(max_size=60).map(lambda text: " ".join(text.replace("\x00", " ").split())),
)
def test_reading_what_was_written_gives_the_same_filter(
    query: Filter, cursor: Place | None, box: Any, area: Any, near: Any, as_of: Any, text: str
) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        text = ""
    query = query.replace(cursor=cursor, bbox=box, area=area, near=near, as_of=as_of, q=text)
    written = query.write()
    assert Filter.parse(written) == query
    assert Filter.parse(written).write() == written


@given(pairs=st.lists(st.tuples(st.sampled_from([*BY_NAME, "page", "x"]), st.text(max_size=12)), max_size=5))
def test_nonsense_is_refused_by_name_and_never_otherwise(pairs: list[tuple[str, str]]) -> None:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    names = {name for name, _value in pairs}
    blamed: set[str] = set()
    try:
        read = Filter.parse(query)
    except FilterError as error:
        blamed = set(error.errors)
        assert blamed
    else:
        assert not {"page", "x"} & names
        assert Filter.parse(read.write()) == read
    assert blamed <= names | {"from"}


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("from=2021-02-30", "from", ["2021-02-30", "2021-03-15"]),
        ("to=yesterday", "to", ["yesterday"]),
        ("from=2021-02-02&to=2021-02-01", "from", ["2021-02-02", "2021-02-01"]),
        ("kind=rockets", "kind", ["rockets", "rocket, mortar"]),
        ("actor_by=name", "actor_by", ["name", "brand, parent"]),
        ("province=Baghdad", "province", ["Baghdad", "IQ-BG"]),
        ("zoom=19", "zoom", ["19", "0", "18"]),
        ("bbox=1,2,3", "bbox", ["1,2,3", "west,south,east,north"]),
        ("as_of=soon", "as_of", ["soon", "2021-03-15"]),
        ("cursor=7", "cursor", ["7"]),
        ("colour=red", "colour", ["unknown parameter", "kind"]),
        ("sort=newest&sort=oldest", "sort", ["oldest"]),
    ],
)
def test_an_error_names_the_parameter_the_value_and_what_is_allowed(query: str, name: str, words: list[str]) -> None:
    with pytest.raises(FilterError) as caught:
        Filter.parse(query)
    assert list(caught.value.errors) == [name]
    for word in words:
        assert word in caught.value.errors[name]


def test_every_error_is_told_at_once() -> None:
    with pytest.raises(FilterError) as caught:
        Filter.parse("kind=x&from=y&zoom=z")
    assert set(caught.value.errors) == {"kind", "from", "zoom"}


@pytest.mark.parametrize("name", ["actor", "base", "province", "launch_province"])
def test_a_name_that_was_never_public_is_refused_with_its_value(history: History, name: str) -> None:
    value = "IQ-XX" if "province" in name else "nobody-knows"
    with pytest.raises(FilterError) as caught:
        explore(Filter.parse({name: value}))
    assert value in caught.value.errors[name]


def test_a_revision_that_does_not_exist_is_refused(history: History) -> None:
    with pytest.raises(FilterError) as caught:
        explore(Filter(as_of=10**9))
    assert str(10**9) in caught.value.errors["as_of"]


def test_empty_values_and_defaults_are_silence() -> None:
    assert Filter.parse("q=&from=&kind=&nexus=indirect&nexus=direct&zoom=6") == Filter()
    assert Filter().write() == ""


def test_equal_questions_are_written_alike() -> None:
    one = Filter.parse("kind=rocket&kind=drone&actor=b&actor=a&actor=a")
    other = Filter.parse("actor=a&actor=b&kind=drone&kind=rocket")
    assert one.write() == other.write()
    assert hash(one) == hash(other)


def test_a_chip_words_its_value_and_takes_it_away() -> None:
    query = Filter.parse("actor=a&actor=none&kind=rocket&from=2021-01-01&sort=oldest")
    chips = query.chips(lambda parameter, value: f"{parameter} {value}")
    assert [(chip.parameter, chip.words) for chip in chips] == [
        ("from", "2021-01-01"), ("actor", "actor a"), ("actor", "No group named"), ("kind", "Rocket"),
    ]  # fmt: skip
    assert chips[1].without == Filter(since=date(2021, 1, 1), actor=("none",), kind=("rocket",), sort="oldest")
    with translation.override("ar"):
        assert all(str(chip.label) for chip in query.chips(lambda parameter, value: value))


def test_one_more_value_starts_from_the_choice_not_from_the_default() -> None:
    assert Filter().having("evidence", "discounted").evidence == ("discounted",)
    assert Filter(kind=("drone",)).having("kind", "rocket").kind == ("drone", "rocket")
    assert Filter(kind=("-drone",)).having("kind", "drone").kind == ("drone",)
    assert Filter(kind=("drone",)).having("kind", "-drone").kind == ("-drone",)
    assert Filter(kind=("drone",)).without("kind", "drone") == Filter()
    assert Filter(kind=("drone",), zoom=9, sort="oldest").cleared() == Filter(zoom=9, sort="oldest")


def test_every_parameter_describes_itself() -> None:
    for parameter in PARAMETERS:
        assert parameter.schema()
        assert str(parameter.label)
