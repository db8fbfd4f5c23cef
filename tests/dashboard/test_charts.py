"""The timeline as SVG: bars, mirroring, lulls, thin coverage, labels that fit, and the table beside it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils.translation import override

from attacks.explorer.answer import Bin, CoverageSpan, LaneMark, Lull, Timeline
from dashboard import charts, timetable


def a_timeline(**changes: Any) -> Timeline:
    """Three weeks of January 2024 with attacks in the first and the last of them."""
    first = date(2024, 1, 1)
    weeks = [Bin(first + timedelta(days=7 * n), first + timedelta(days=7 * n + 6), {}) for n in range(3)]
    weeks[0].counts.update(drone=2, rocket=1)
    weeks[2].counts.update(ied=0.5)
    values: dict[str, Any] = {
        "start": first,
        "end": date(2024, 1, 21),
        "bin": "week",
        "bins": weeks,
        "overview_start": date(2023, 1, 1),
        "overview_end": date(2024, 12, 31),
        "overview": [Bin(date(2024, 1, 1), date(2024, 1, 31), {"drone": 2, "rocket": 1, "ied": 0.5})],
        "responses": [],
        "statements": [],
        "lulls": [],
        "coverage": [],
    }
    return Timeline(**{**values, **changes})


def rects(svg: str, css: str) -> list[dict[str, float]]:
    """x, y, width and height in percent of every rect of a class."""
    found = re.findall(r"<rect ([^>]*)>", svg)
    return [
        {name: float(value) for name, value in re.findall(r'\b(x|y|width|height)="(-?[\d.]+)%?"', attributes)}
        for attributes in found
        if css in re.search(r'class="([^"]*)"', attributes)[1].split()  # type: ignore[index]
    ]


def test_bars_stand_on_the_axis_and_are_stacked_without_a_gap() -> None:
    drone, rocket, ied = rects(charts.timeline_chart(a_timeline()).bars, "seg")
    assert drone["y"] + drone["height"] == pytest.approx(100)
    assert rocket["y"] + rocket["height"] == pytest.approx(drone["y"], abs=0.01)
    assert drone["height"] == pytest.approx(2 * rocket["height"], abs=0.01)
    assert ied["height"] == pytest.approx(rocket["height"] / 2, abs=0.01)


def test_time_runs_from_right_to_left_in_arabic() -> None:
    english = charts.timeline_chart(a_timeline()).bars
    with override("ar"):
        arabic = charts.timeline_chart(a_timeline()).bars
    for left, right in zip(rects(english, "hit"), rects(arabic, "hit"), strict=True):
        assert left["x"] == pytest.approx(100 - right["x"] - right["width"], abs=0.01)


def test_fractions_of_uncertain_days_are_named_with_their_decimals() -> None:
    assert "0.5 attacks (0.5 IED)" in charts.timeline_chart(a_timeline()).bars


def test_a_period_without_attacks_draws_an_empty_plot() -> None:
    chart = charts.timeline_chart(a_timeline(bins=[], overview=[]))
    assert rects(chart.bars, "seg") == []
    assert rects(chart.strip, "window") != []


def test_a_period_beyond_the_record_draws_its_window_at_the_edge() -> None:
    chart = charts.timeline_chart(a_timeline(start=date(1990, 1, 1), end=date(2030, 1, 1)))
    (window,) = rects(chart.strip, "window")
    assert window["x"] == 0
    assert window["width"] == pytest.approx(100)


def test_a_lull_is_shaded_and_its_length_written() -> None:
    chart = charts.timeline_chart(a_timeline(lulls=[Lull(date(2024, 1, 8), date(2024, 1, 14))]))
    (band,) = rects(chart.bands, "lull")
    assert band["width"] == pytest.approx(100 / 3, abs=0.01)
    assert "Lull: 7 days without an attack" in chart.bands
    assert "Grey" in chart.note


@pytest.mark.parametrize(("grade", "is_hatched"), [("good", False), ("sample", False), ("thin", True), ("none", True)])
def test_only_thin_coverage_is_hatched(grade: str, is_hatched: bool) -> None:
    span = CoverageSpan(date(2023, 12, 1), None, grade, "all", "")
    chart = charts.timeline_chart(a_timeline(coverage=[span]))
    assert bool(rects(chart.bands, "thin")) is is_hatched
    assert ("Hatched" in chart.note) is is_hatched


def test_titles_of_statements_are_escaped() -> None:
    mark = LaneMark("ST-0001", date(2024, 1, 2), "threat", "<script>alert(1)</script>", "")
    drawn = charts.timeline_chart(a_timeline(statements=[mark])).statements
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
    assert "#lane-threat" in drawn


def test_marks_outside_the_period_are_left_out() -> None:
    mark = LaneMark("IQ-0001", date(2023, 12, 31), "response", "A strike", "")
    assert charts.timeline_chart(a_timeline(responses=[mark])).responses == ""


@pytest.mark.parametrize(
    ("highest", "expected"), [(0, (2, 1)), (1, (2, 1)), (4, (4, 1)), (7, (8, 2)), (52, (60, 20)), (139, (150, 50))]
)
def test_the_scale_has_whole_steps_and_holds_the_highest_bar(highest: float, expected: tuple[int, int]) -> None:
    assert charts.scale(highest) == expected


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("days", [1, 20, 90, 400, 1500, 3000])
def test_words_of_one_rank_never_cover_each_other(days: int, language: str) -> None:
    start = date(2019, 11, 20)
    timeline = a_timeline(start=start, end=start + timedelta(days=days - 1))
    with override(language):
        axis = charts.timeline_chart(timeline).axis
    words = re.findall(r'<text class="r(\d)" x="([\d.]+)%" dx="(-?\d+)"[^>]*>([^<]*)<', axis)
    assert words
    for rank, pixels in enumerate((300, 512, 768), start=1):
        spans = []
        for own_rank, x, dx, text in words:
            if int(own_rank) <= rank:
                at, size = float(x) * pixels / 100 + int(dx), 6.6 * len(text)
                spans.append((at, at + size) if int(dx) > 0 else (at - size, at))
        spans.sort()
        assert all(first[1] <= second[0] + 0.5 for first, second in pairwise(spans))


def test_the_table_holds_the_same_numbers_as_the_bars() -> None:
    table = timetable.table(a_timeline())
    cells = re.findall(r'<td class="num">([^<]*)</td>', table)
    assert cells == ["2", "1", "0", "3", "0", "0", "0", "0", "0", "0", "0.5", "0.5", "2", "1", "0.5", "3.5"]


def test_the_table_is_headed_in_the_language_of_the_page() -> None:
    with override("ar"):
        table = timetable.table(a_timeline())
    assert all(f">{word}</th>" in table for word in ("المدة", "الكل", "المجموع"))


def test_a_short_word_stands_in_a_lull_until_there_is_room_for_the_long_one() -> None:
    lull = Lull(date(2024, 1, 8), date(2024, 1, 14))
    words = re.findall(
        r'class="lull-word ([^"]*)"[^>]*>([^<]*)<', charts.timeline_chart(a_timeline(lulls=[lull])).bands
    )
    assert words == [("r3", "Lull: 7 days without an attack"), ("r1 until-3", "7 days")]


def with_an_uncertain_day() -> Timeline:
    timeline = a_timeline()
    timeline.bins[0].uncertain.update(drone=0.5)
    timeline.bins[2].uncertain.update(ied=0.5)
    return timeline


def test_attacks_of_an_unknown_day_stand_pale_upon_those_of_a_known_one() -> None:
    bars = charts.timeline_chart(with_an_uncertain_day()).bars
    (pale_drone, pale_ied) = rects(bars, "is-uncertain")
    drone = rects(bars, "k-drone")[0]
    assert pale_drone["y"] + pale_drone["height"] == pytest.approx(drone["y"], abs=0.01)
    assert drone["height"] == pytest.approx(3 * pale_drone["height"], abs=0.01)
    assert len(rects(bars, "k-ied")) == 1
    assert pale_ied["height"] > 0


def test_shares_of_unknown_days_are_marked_in_words_and_table() -> None:
    timeline = with_an_uncertain_day()
    chart = charts.timeline_chart(timeline)
    assert "≈ 0.5 attacks (≈ 0.5 IED)" in chart.bars
    assert '<td class="num">≈ 2</td><td class="num">1</td>' in timetable.table(timeline)
    assert "Pale" in chart.note
    assert "Pale" not in charts.timeline_chart(a_timeline()).note


def test_lulls_thin_coverage_and_every_mark_of_the_lanes_stand_in_words() -> None:
    lists = timetable.lists(
        a_timeline(
            lulls=[Lull(date(2024, 1, 8), date(2024, 1, 14))],
            coverage=[CoverageSpan(date(2023, 12, 1), date(2024, 1, 3), "thin", "all", "")],
            responses=[LaneMark("IQ-0007", date(2024, 1, 2), "response", "A strike", "")],
            statements=[LaneMark("ST-0009", date(2024, 1, 2), "claim", "A <claim>", "")],
        ),
        "h3",
    )
    assert "Lull: 7 days without an attack, 8–14 Jan 2024" in lists
    assert "Thin coverage: 1 Dec 2023 – 3 Jan 2024" in lists
    assert 'href="/incidents/IQ-0007/"' in lists
    assert 'href="/statements/ST-0009/"' in lists
    assert "A &lt;claim&gt;" in lists


def test_playback_is_told_where_every_bar_begins() -> None:
    assert charts.timeline_chart(a_timeline()).edges == "2024-01-01,2024-01-08,2024-01-15"
