"""Numbers, dates and times as the language writes them: Arabic-Indic digits and Iraqi month names in Arabic."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from babel.core import Locale, default_locale
from babel.dates import format_date
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

BAGHDAD = ZoneInfo("Asia/Baghdad")
DASH = "\u2013"  # en dash

_LOCALES = {"en": "en_GB", "ar": "ar_IQ"}
_ARABIC_DIGITS = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")
_ONLY_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def locale_name() -> str:
    """The Babel locale of the active language: `en_GB` or `ar_IQ`."""
    return _LOCALES.get((get_language() or "en")[:2]) or default_locale() or "en_GB"


@lru_cache(maxsize=4)
def _locale(name: str) -> Locale:
    return Locale.parse(name)


def is_arabic() -> bool:
    return (get_language() or "en").startswith("ar")


def local(english: str, arabic: str) -> str:
    """The Arabic text for those who read Arabic, where there is one; the English one otherwise."""
    return arabic if arabic and is_arabic() else english


def digits(text: str) -> str:
    """The same text with the digits of the active language; punctuation stays."""
    return text.translate(_ONLY_DIGITS) if is_arabic() else text


def number(value: float | None, places: int = 0) -> str:
    """1234.5 → "1,234.5" or "١٬٢٣٤٫٥", with at most `places` decimals; None → ""."""
    return _number(value, places, is_arabic=is_arabic())


def numbers() -> Callable[[float | None, int], str]:
    """`number` for many of them: looks up the language once."""
    return partial(_number, is_arabic=is_arabic())


def _number(value: float | None, places: int = 0, *, is_arabic: bool) -> str:
    if value is None:
        return ""
    # Python's own grouping: the pages of a million-row record write thousands of numbers each.
    text = f"{value:,.{places}f}"
    if places:
        text = text.rstrip("0").rstrip(".")
    return text.translate(_ARABIC_DIGITS) if is_arabic else text


def number_range(low: int | None, high: int | None) -> str:
    """(34, 47) → "34–47"; equal bounds are one number; an unknown upper bound gives "34+"; nothing known gives ""."""
    if low is None and high is None:
        return ""
    if low is None:
        return _("up to %(number)s") % {"number": number(high)}
    if high is None:
        return number(low) + "+"
    return number(low) if low == high else f"{number(low)}{DASH}{number(high)}"


def _dated(value: date, pattern: str) -> str:
    return _formatted(value, pattern, locale_name())


@lru_cache(maxsize=16_384)
def _formatted(value: date, pattern: str, locale: str) -> str:
    text = format_date(value, pattern, locale=_locale(locale))
    return text.translate(_ONLY_DIGITS) if locale.startswith("ar") else text


def day(value: date) -> str:
    """ "21 Nov 2023"."""
    return _dated(value, "d MMM y")


def day_long(value: date) -> str:
    """ "21 November 2023"."""
    return _dated(value, "d MMMM y")


def day_short(value: date) -> str:
    """ "21 Nov"."""
    return _dated(value, "d MMM")


def month(value: date) -> str:
    """ "November 2023"."""
    return _dated(value, "LLLL y")


def month_short(value: date) -> str:
    """ "Nov"."""
    return _dated(value, "LLL")


def year(value: date) -> str:
    return digits(str(value.year))


def clock(value: time) -> str:
    """ "21:30", Baghdad time."""
    return digits(value.strftime("%H:%M"))


def moment_day(value: datetime) -> str:
    """The day of a moment, in Baghdad."""
    return day(value.astimezone(BAGHDAD).date())


def period(first: date | None, last: date | None) -> str:
    """A stretch of days in the fewest words: "17 Oct 2023 – 4 Feb 2024", "5–8 Mar 2021", "since 1 Mar 2026"."""
    if first and last:
        if first == last:
            return day(first)
        if (first.year, first.month) == (last.year, last.month) and not is_arabic():
            return f"{first.day}{DASH}{day(last)}"
        if first.year == last.year:
            return f"{day_short(first)} {DASH} {day(last)}"
        return f"{day(first)} {DASH} {day(last)}"
    if first:
        return _("since %(day)s") % {"day": day(first)}
    if last:
        return _("until %(day)s") % {"day": day(last)}
    return ""


def with_precision(value: date | None, precision: str) -> str:
    """A single date no finer than it is known: "2015", "March 2020", "week of 3 Mar 2021", "23 Aug 2020"."""
    if value is None:
        return ""
    if precision == "year":
        return year(value)
    if precision == "month":
        return month(value)
    if precision == "week":
        return _("week of %(day)s") % {"day": day(value)}
    return day(value)


def occurred(first: date, last: date, *, extent: str, precision: str) -> str:
    """When something took place, with its uncertainty in words.

    1. one known day: the day. 2. it lasted: first to last. 3. some day between: said so. 4. a whole calendar month or
    year of which nothing more is known: its name.
    """
    if first == last:
        return with_precision(first, "day" if precision == "day" else precision)
    if extent == "spans":
        return period(first, last)
    next_day = date.fromordinal(last.toordinal() + 1)
    if (
        precision == "month"
        and first.day == 1
        and next_day.day == 1
        and (first.year, first.month) == (last.year, last.month)
    ):
        return pgettext("precision of a date", "some day in %(month)s") % {"month": month(first)}
    if (
        precision == "year"
        and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        and first.year == last.year
    ):
        return pgettext("precision of a date", "some day in %(year)s") % {"year": year(first)}
    if next_day.toordinal() - first.toordinal() == 2:
        return pgettext("precision of a date", "%(first)s or %(last)s") % {"first": day_short(first), "last": day(last)}
    return pgettext("precision of a date", "between %(first)s and %(last)s") % {
        "first": day_short(first) if first.year == last.year else day(first),
        "last": day(last),
    }


def country(code: str) -> str:
    """The name of a country by its ISO 3166-1 code."""
    return _locale(locale_name()).territories.get(code, code)
