"""Numbers, dates and periods in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from attacks.wording import formats


@pytest.mark.parametrize(("language", "expected"), [("en", "1,234.5"), ("ar", "١٬٢٣٤٫٥")])
def test_numbers_have_the_digits_and_separators_of_the_language(language: str, expected: str) -> None:
    with override(language):
        assert formats.number(1234.5, 1) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "21 Nov 2023"), ("ar", "٢١ تشرين الثاني ٢٠٢٣")])
def test_a_day_has_the_iraqi_name_of_its_month(language: str, expected: str) -> None:
    with override(language):
        assert formats.day(date(2023, 11, 21)) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(3, 3, "3"), (3, 7, "3–7"), (3, None, "3+"), (None, None, ""), (0, 0, "0")]
)
def test_a_range_is_a_number_where_its_ends_meet(low: int | None, high: int | None, expected: str) -> None:
    with override("en"):
        assert formats.number_range(low, high) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2023, 10, 17), date(2024, 2, 4), "17 Oct 2023 – 4 Feb 2024"),
        (date(2021, 3, 5), date(2021, 3, 8), "5–8 Mar 2021"),
        (date(2021, 3, 5), date(2021, 4, 8), "5 Mar – 8 Apr 2021"),
        (date(2021, 3, 5), None, "since 5 Mar 2021"),
        (None, date(2021, 3, 5), "until 5 Mar 2021"),
        (None, None, ""),
    ],
)
def test_a_period_takes_the_fewest_words(first: date | None, last: date | None, expected: str) -> None:
    with override("en"):
        assert formats.period(first, last) == expected


@pytest.mark.parametrize(
    ("first", "last", "extent", "precision", "expected"),
    [
        (date(2021, 3, 15), date(2021, 3, 15), "single", "day", "15 Mar 2021"),
        (date(2021, 3, 15), date(2021, 3, 16), "spans", "day", "15–16 Mar 2021"),
        (date(2021, 3, 15), date(2021, 3, 16), "uncertain", "day", "15 Mar or 16 Mar 2021"),
        (date(2021, 3, 10), date(2021, 3, 14), "uncertain", "week", "between 10 Mar and 14 Mar 2021"),
        (date(2021, 3, 1), date(2021, 3, 31), "uncertain", "month", "some day in March 2021"),
        (date(2021, 12, 1), date(2021, 12, 31), "uncertain", "month", "some day in December 2021"),
        (date(2021, 1, 1), date(2021, 12, 31), "uncertain", "year", "some day in 2021"),
        (date(2021, 3, 1), date(2021, 3, 30), "uncertain", "month", "between 1 Mar and 30 Mar 2021"),
    ],
)
def test_an_inexact_day_is_never_shown_as_exact(
    first: date, last: date, extent: str, precision: str, expected: str
) -> None:
    with override("en"):
        assert formats.occurred(first, last, extent=extent, precision=precision) == expected
