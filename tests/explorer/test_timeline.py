"""Bins, lulls and lanes of the timeline."""

from __future__ import annotations

from datetime import date, timedelta

from attacks.explorer import lanes
from attacks.explorer.answer import Lull, Timeline
from attacks.explorer.explore import explore
from attacks.explorer.filters import Filter

from .history import History


def _timeline(query: Filter) -> Timeline:
    timeline = explore(query, panels=["timeline"]).timeline
    assert timeline is not None
    return timeline


def test_an_uncertain_attack_is_spread_over_its_days_within_the_period(history: History) -> None:
    history.incident(
        "IQ-1", occurred_from=date(2021, 1, 1), occurred_to=date(2021, 1, 31), date_extent="uncertain", attack_count=31
    )
    timeline = _timeline(Filter(since=date(2021, 1, 22), until=date(2021, 1, 31), bin="day"))
    assert [round(item.total, 6) for item in timeline.bins] == [3.1] * 10
    assert [round(item.total, 6) for item in timeline.overview] == [31]


def test_an_attack_that_lasted_counts_on_its_first_day_within_the_period(history: History) -> None:
    history.incident("IQ-1", occurred_from=date(2021, 1, 1), occurred_to=date(2021, 1, 2), date_extent="spans")
    history.incident("IQ-2", occurred_from=date(2021, 1, 5))
    timeline = _timeline(Filter(since=date(2021, 1, 2), bin="day"))
    assert [item.total for item in timeline.bins] == [1, 0, 0, 1]


def test_bars_are_clipped_to_the_period_and_coarser_where_there_would_be_too_many(history: History) -> None:
    history.incident("IQ-1", occurred_from=date(2015, 1, 1))
    history.incident("IQ-2", occurred_from=date(2021, 3, 15))
    month = _timeline(Filter(since=date(2021, 2, 10), until=date(2021, 4, 10), bin="month"))
    assert [(item.start.day, item.end.day) for item in month.bins] == [(10, 28), (1, 31), (1, 10)]
    assert _timeline(Filter(bin="day")).bin == "week"
    far = _timeline(Filter(since=date(1, 1, 1), until=date(9999, 12, 31), bin="day"))
    assert len(far.bins) <= 1000
    assert sum(item.total for item in far.bins) == 2
    assert [item.total for item in _timeline(Filter(since=date(9999, 12, 31))).bins] == [0]
    assert [item.total for item in _timeline(Filter(until=date(1, 1, 1))).bins] == [0]


def _publish_a_gap(history: History) -> Lull:
    """Attacks every other day, but for three weeks in between."""
    days = [date(2021, 1, 1) + timedelta(days=2 * number) for number in range(30)]
    late = [date(2021, 3, 25) + timedelta(days=2 * number) for number in range(30)]
    for number, day in enumerate([*days, *late]):
        history.incident(f"IQ-{number}", occurred_from=day, occurred_to=day)
    return Lull(days[-1] + timedelta(days=1), late[0] - timedelta(days=1))


def test_a_long_gap_is_a_lull_only_where_coverage_is_good_throughout(history: History) -> None:
    lull = _publish_a_gap(history)
    assert _timeline(Filter()).lulls == [], "nothing says that these days were covered"
    middle = lull.start + timedelta(days=9)
    history.coverage("one", date(2021, 1, 1), middle)
    assert _timeline(Filter()).lulls == []
    history.coverage("two", middle + timedelta(days=1), None)
    assert _timeline(Filter()).lulls == [lull]
    history.coverage("three", middle, middle, grade="thin")
    assert _timeline(Filter()).lulls == []


def test_coverage_of_convoys_does_not_matter_where_bases_are_asked_for(history: History) -> None:
    lull = _publish_a_gap(history)
    history.coverage("bases", date(2020, 1, 1), None, scope="bases and missions")
    history.coverage("convoys", date(2020, 1, 1), None, grade="sample", scope="convoys")
    assert _timeline(Filter()).lulls == []
    assert _timeline(Filter(target=("base",))).lulls == [lull]


def test_a_day_on_which_an_uncertain_attack_may_have_been_is_not_quiet(history: History) -> None:
    lull = _publish_a_gap(history)
    history.coverage("all", date(2020, 1, 1), None)
    history.incident("IQ-99", occurred_from=lull.start, occurred_to=lull.end, date_extent="uncertain")
    assert _timeline(Filter()).lulls == []


def test_lanes_show_responses_and_the_statements_of_the_chosen_groups(history: History) -> None:
    history.actor("b", [("a", None, None)])
    history.incident("IQ-1", role="response", kind="air_strike", attributions=[("a", "claimed")])
    history.statement("ST-1", speaker="a", kind="threat")
    history.statement("ST-2", speaker="b")
    history.statement("ST-3", speaker="c", issued_on=date(2021, 3, 20))
    timeline = _timeline(Filter(until=date(2021, 3, 31)))
    assert [(mark.public_id, mark.kind, mark.on) for mark in timeline.responses] == [
        ("IQ-1", "response", date(2021, 3, 15))
    ]
    assert [mark.public_id for mark in timeline.statements] == ["ST-1", "ST-2", "ST-3"]
    chosen = _timeline(Filter(actor=("a",), actor_by="parent", until=date(2021, 3, 31)))
    assert [mark.public_id for mark in chosen.statements] == ["ST-1", "ST-2"]


def test_a_crowded_lane_is_thinned_over_its_whole_length(history: History, monkeypatch: object) -> None:
    before, lanes.MOST_MARKS = lanes.MOST_MARKS, 10
    try:
        for number in range(60):
            day = date(2021, 1, 1) + timedelta(days=number)
            history.incident(f"IQ-{number}", role="response", occurred_from=day, occurred_to=day)
            history.statement(f"ST-{number}", issued_on=day)
        timeline = _timeline(Filter())
    finally:
        lanes.MOST_MARKS = before
    for lane in (timeline.responses, timeline.statements):
        assert len(lane) == 10
        assert lane[0].on <= date(2021, 1, 6)
        assert lane[-1].on >= date(2021, 2, 23)
    assert {mark.title for mark in timeline.responses} == {mark.public_id for mark in timeline.responses}
    assert timeline.statements[0].title != timeline.statements[0].public_id
