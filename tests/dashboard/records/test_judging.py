"""Ranges, rivals and what is not accounted for: pure rules of the incident page."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as some

from attacks.search import fold
from dashboard.records import words
from dashboard.records.incident import accounts, munitions
from dashboard.records.incident.recorded import Recorded
from dashboard.records.words import Bounds

AGREES, DIFFERS, IN_WORDS = accounts.AGREES, accounts.DIFFERS, accounts.IN_WORDS


def judged(recorded: Recorded | None, *values: str) -> list[str]:
    said: list[Any] = [accounts.Said("x", value, value, "", None) for value in values]  # type: ignore[arg-type]
    accounts._judge(said, recorded)
    return [value.standing for value in said]


def number(low: int, high: int | None) -> Recorded:
    return Recorded("x", bounds=(low, high))  # type: ignore[arg-type]


def test_a_number_agrees_with_the_one_that_is_recorded() -> None:
    assert judged(number(14, 14), "14", "24", "10+") == [AGREES, DIFFERS, AGREES]


def test_within_a_range_the_one_that_most_accounts_give_does_not_differ() -> None:
    assert judged(number(2, 7), "2", "7", "7", "9") == [DIFFERS, AGREES, AGREES, DIFFERS]


def test_within_a_range_rivals_without_a_majority_all_differ() -> None:
    assert judged(number(0, 2), "0", "2") == [DIFFERS, DIFFERS]


def test_one_account_within_a_range_does_not_differ() -> None:
    assert judged(number(1, 22), "1") == [AGREES]


def test_accounts_of_what_is_not_recorded_are_held_against_each_other() -> None:
    assert judged(None, "3", "3") == [AGREES, AGREES]
    assert judged(None, "3", "4") == [DIFFERS, DIFFERS]


def test_an_open_number_is_no_rival_of_one_it_allows() -> None:
    assert judged(number(2, 7), "2+", "7") == [AGREES, AGREES]


def test_other_words_are_not_called_a_difference() -> None:
    place = Recorded("x", folded=(fold("Saadiyat al-Shat area"),))  # type: ignore[arg-type]
    assert judged(place, "Saadiyat al-Shat", "a village") == [AGREES, IN_WORDS]


def test_another_code_is_a_difference() -> None:
    province = Recorded("x", folded=(fold("IQ-DI"), fold("Diyala")), is_code=True)  # type: ignore[arg-type]
    assert judged(province, "IQ-DI", "Diyala", "IQ-SD") == [AGREES, AGREES, DIFFERS]


def test_none_reported_agrees_with_a_recorded_zero_only() -> None:
    assert judged(number(0, 0), "none reported") == [AGREES]
    assert judged(number(0, 2), "none reported") == [IN_WORDS]


@pytest.mark.parametrize(
    ("fired", "outcomes", "left"),
    [
        ((14, 14), [(3, 3), (11, 11)], (0, 0)),
        ((14, 14), [(3, 3), None], (11, 11)),
        ((2, 7), [(0, 2), (2, 5)], (0, 0)),
        ((10, 13), [(10, 10)], (0, 3)),
        ((3, None), [(1, 1)], (2, None)),
        ((2, 2), [(0, 2), (0, 2)], (0, 2)),
        (None, [(2, 2)], None),
    ],
)
def test_what_the_outcomes_do_not_account_for_is_unknown(fired: Bounds, outcomes: list[Any], left: Bounds) -> None:
    assert munitions.unknown(fired, outcomes) == left


ranges = some.one_of(
    some.none(), some.tuples(some.integers(0, 40), some.integers(0, 40)).map(lambda pair: (min(pair), max(pair)))
)


@given(fired=ranges, outcomes=some.lists(ranges, max_size=4))
def test_the_unknown_part_is_a_range_within_what_was_fired(fired: Bounds | None, outcomes: list[Bounds | None]) -> None:
    left = munitions.unknown(fired, outcomes)
    if fired is None:
        assert left is None
    else:
        assert left is not None
        assert fired[1] is not None
        assert left[1] is not None
        assert 0 <= (left[0] or 0) <= left[1] <= fired[1]


@given(fired=ranges, outcomes=some.lists(ranges, min_size=4, max_size=4))
def test_the_parts_of_a_bar_never_leave_it(fired: Bounds | None, outcomes: list[Bounds | None]) -> None:
    lows = sum(value[0] or 0 for value in outcomes if value)
    assume(fired is None or lows <= (fired[1] or 0))  # as the database demands
    named = dict(zip(munitions.OUTCOMES, outcomes, strict=True))
    bar = munitions._bar(fired, named, munitions._scale(fired, named, None), "words")
    ends = [float(x) + float(width) for x, width in re.findall(r'x="([\d.]+)%" y="0" width="([\d.]+)%"', bar)]
    assert all(end <= 100.01 for end in ends)


def test_sums_keep_an_open_end_open_and_silence_silent() -> None:
    assert words.sums([None, None]) is None
    assert words.sums([(1, 2), None, (3, 4)]) == (4, 6)
    assert words.sums([(1, 2), (3, None)]) == (4, None)


def test_english_in_an_arabic_page_is_marked_with_its_language() -> None:
    with override("ar"):
        assert words.local("Balad & more") == '<span lang="en" dir="ltr">Balad &amp; more</span>'
        assert words.local("Balad", "بلد") == "بلد"
    with override("en"):
        assert words.local("Balad", "بلد") == "Balad"


def test_ends_that_are_not_given_are_not_guessed() -> None:
    day = date(2020, 8, 1)
    with override("en"):
        assert words.stretch(None, "", None, "") == "dates unknown"
        assert words.stretch(None, "", None, "", is_in_force=True) == "in force, start unknown"
        assert words.stretch(None, "", day, "month") == "until August 2020, start unknown"
        assert words.stretch(day, "year", None, "") == "since 2020"
