"""Leaving out, confidence, umbrellas and sponsors, and what each measure counts."""

from __future__ import annotations

from datetime import date

import pytest

from attacks.explorer.explore import explore
from attacks.explorer.filters import Filter, FilterError

from .history import History


def _attacks(query: str) -> int:
    return explore(Filter.parse(query), panels=[]).totals.attacks


def test_what_is_left_out_may_stand_beside_what_is_asked_for(history: History) -> None:
    history.incident("IQ-1", kind="rocket")
    history.incident("IQ-2", kind="rocket", also_kinds=["drone"])
    history.incident("IQ-3", kind="ied")
    assert _attacks("kind=-drone") == 2
    assert _attacks("kind=rocket&kind=-drone") == 1
    assert _attacks("kind=drone&kind=-drone") == _attacks("kind=-drone"), "both boxes: it is left out"


def test_what_is_left_out_is_taken_from_the_default(history: History) -> None:
    for number, grade in enumerate(["confirmed", "contested", "discounted"]):
        history.incident(f"IQ-{number}", evidence=grade)
    assert _attacks("evidence=-confirmed") == 1
    assert Filter.parse("evidence=-discounted") == Filter()
    everything = "&".join(f"evidence=-{grade}" for grade in Filter().evidence)
    assert _attacks(everything) == 0


def test_leaving_out_a_group_looks_at_the_chosen_bases(history: History) -> None:
    history.incident("IQ-1", attributions=[("a", "claimed")])
    history.incident("IQ-2", attributions=[("a", "denied")])
    history.incident("IQ-3")
    assert _attacks("actor=-a") == 2
    assert _attacks("actor=-a&basis=claimed&basis=denied") == 0, "with a basis, somebody has to be named on it"
    assert _attacks("actor=-none") == 1


def test_confidence_holds_for_the_attribution_that_names_the_group_on_the_basis(history: History) -> None:
    history.incident(
        "IQ-1", attributions=[("a", "claimed", "low"), ("a", "assessed", "high"), ("b", "claimed", "high")]
    )
    assert _attacks("actor=a&basis=claimed") == 1
    assert _attacks("actor=a&basis=claimed&confidence=moderate") == 0
    assert _attacks("actor=a&basis=assessed&confidence=high") == 1
    assert _attacks("confidence=high") == 1
    options = explore(Filter.parse("actor=a&confidence=high")).facets["basis"]
    assert {option.value: option.count for option in options if option.count} == {"assessed": 1}


def test_an_affiliation_counts_from_its_confidence_on_and_on_its_days(history: History) -> None:
    year = date(2021, 1, 1), date(2021, 12, 31)
    history.actor("c", [("a", *year, "member_of", "moderate"), ("b", None, None, "sponsored_by", "low")])
    for number, day in enumerate([date(2020, 12, 31), date(2021, 6, 1)]):
        history.incident(f"IQ-{number}", occurred_from=day, occurred_to=day, attributions=[("c", "claimed")])
    history.incident("IQ-9", attributions=[("a", "claimed")])
    assert _attacks("umbrella=a") == 2, "a member on its days, and the umbrella itself"
    assert _attacks("umbrella=a&affiliation_confidence=high") == 1
    assert _attacks("sponsor=b") == 2
    assert _attacks("sponsor=-b") == 1
    assert _attacks("umbrella=a&sponsor=b") == 1
    assert _attacks("actor=a&actor_by=parent") == 1, "an umbrella is no assessed parent"
    facets = explore(Filter()).facets
    assert [(option.value, option.count) for option in facets["umbrella"]] == [("a", 2)]
    assert [(option.value, option.count) for option in facets["sponsor"]] == [("b", 2)]


def test_records_of_one_barrage_count_once_however_they_are_linked(history: History) -> None:
    history.incident("IQ-1", kind="rocket", attack_count=2)
    history.incident("IQ-2", kind="drone", barrage="IQ-1", occurred_from=date(2021, 3, 16), province="IQ-DI")
    history.incident("IQ-3", kind="drone", barrage="IQ-2", occurred_from=date(2021, 3, 17), province="IQ-DI")
    history.incident("IQ-4", kind="drone", attack_count=3)
    answer = explore(Filter(measure="barrages", bin="day"))
    assert (answer.totals.measured.low, answer.totals.attacks) == (4, 7)
    assert {option.value: option.count for option in answer.facets["kind"] if option.count} == {"rocket": 1, "drone": 4}
    assert answer.province_counts == {"IQ-BG": 4, "IQ-DI": 1}
    assert answer.timeline is not None
    assert [item.total for item in answer.timeline.bins] == [4, 0, 0]
    assert explore(Filter(measure="barrages", kind=("drone",))).totals.measured.low == 4


def test_munitions_are_a_range_and_say_for_how_many_they_are_known(history: History) -> None:
    history.incident("IQ-1", fired_low=3, fired_high=5)
    history.incident("IQ-2", fired_low=4)
    history.incident("IQ-3")
    answer = explore(Filter(measure="munitions"))
    measured = answer.totals.measured
    assert (measured.low, measured.high, measured.known, measured.of) == (7, 9, 2, 3)
    assert answer.totals.attacks == 3
    assert sum(answer.province_counts.values()) == 7


def test_a_lull_is_a_time_without_attacks_whatever_is_measured(history: History) -> None:
    history.coverage("all", date(2020, 1, 1), None)
    days = [*range(1, 25), 60]
    for number in days:
        day = date.fromordinal(date(2021, 1, 1).toordinal() + number)
        history.incident(f"IQ-{number}", occurred_from=day, occurred_to=day)
    lulls = {
        measure: explore(Filter(measure=measure)).timeline.lulls  # type: ignore[union-attr]
        for measure in ("attacks", "munitions")
    }
    assert lulls["attacks"] == lulls["munitions"]


def test_foiled_attempts_count_where_that_is_asked_for(history: History) -> None:
    history.incident("IQ-1")
    history.incident("IQ-2", is_foiled=True, attack_count=2)
    listed, counted, without = (explore(Filter(foiled=how)).totals for how in ("listed", "counted", "without"))
    assert (listed.attacks, listed.records, listed.foiled) == (1, 2, 1)
    assert (counted.attacks, counted.records) == (3, 2)
    assert (without.attacks, without.records) == (1, 1)


def test_possible_duplicates_can_be_left_out(history: History) -> None:
    history.incident("IQ-1")
    history.incident("IQ-2", possible_duplicate_of="IQ-1")
    assert _attacks("") == 2
    assert _attacks("duplicates=without") == 1


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("measure=fear", "measure", ["fear", "attacks, barrages, records, munitions"]),
        ("confidence=sure", "confidence", ["sure", "low, moderate, high"]),
        ("foiled=yes", "foiled", ["yes", "listed, counted, without"]),
        ("duplicates=no", "duplicates", ["no", "with, without"]),
        ("kind=--drone", "kind", ["--drone"]),
        ("kind=-nonsense", "kind", ["-nonsense", "drone"]),
        ("base=-Balad!", "base", ["-Balad!"]),
    ],
)
def test_nonsense_is_named_with_what_is_allowed(query: str, name: str, words: list[str]) -> None:
    with pytest.raises(FilterError) as caught:
        Filter.parse(query)
    for word in words:
        assert word in caught.value.errors[name]


def test_a_name_that_was_never_public_can_not_be_left_out_either(history: History) -> None:
    for name in ("actor", "umbrella", "sponsor", "base"):
        with pytest.raises(FilterError) as caught:
            explore(Filter.parse({name: "-nobody-knows"}))
        assert "nobody-knows" in caught.value.errors[name]
