"""Texts of the record for people: in the reader's language where there is one, the other language marked as such."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from functools import lru_cache
from html import unescape
from typing import Any

from babel.core import Locale, UnknownLocaleError
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attacks.choices import LOCATION_RADIUS_M, DatePrecision, LocationPrecision
from attacks.wording import formats

Bounds = tuple[int | None, int | None]  # low, high; a None high is open


def local(english: str, arabic: str = "") -> SafeString:
    """`formats.local` as markup: in Arabic, English without a translation is marked with its language."""
    if not formats.is_arabic():
        return conditional_escape(english)
    if arabic:
        return conditional_escape(arabic)
    return format_html('<span lang="en" dir="ltr">{}</span>', english) if english else SafeString("")


def in_language(text: str, language: str) -> SafeString:
    """A text of somebody else's, marked with its language."""
    if not language:
        return format_html("<bdi>{}</bdi>", text)
    direction = "rtl" if language[:2] in ("ar", "fa", "ckb", "he", "ur") or language.startswith("ckb") else "ltr"
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction, text)


def text_of(markup: str) -> str:
    """The bare text of safe markup, for titles and citations."""
    return unescape(strip_tags(markup))


def listed(parts: Iterable[Any]) -> SafeString:
    """The parts with the comma of the language between them."""
    return format_html_join(_(", "), "{}", ((part,) for part in parts))


@lru_cache(maxsize=4)
def _locale(name: str) -> Locale:
    return Locale.parse(name)


def country(code: str) -> str:
    """IQ → "Iraq"; "" stays."""
    return _locale(formats.locale_name()).territories.get(code, code)


def language_name(code: str) -> str:
    """ "en" → "English"; an unknown code stands as it is."""
    try:
        return Locale.parse(code.replace("-", "_")).get_display_name(formats.locale_name()) or code
    except (UnknownLocaleError, ValueError):
        return code


# Figures --------------------------------------------------------------------------------------------------------------


def bounds(value: list[int | None] | None) -> Bounds | None:
    """A range of a document; None: not reported."""
    return (value[0], value[1]) if value is not None else None


def range_words(value: Bounds | None) -> str:
    """ "2–7", "0", "3+"; "" where nothing is reported."""
    return formats.number_range(*value) if value is not None else ""


def sums(values: Iterable[Bounds | None]) -> Bounds | None:
    """Low and high summed over what is reported; None: nothing is. An open high stays open."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    highs = [high for _low, high in known]
    return sum(low or 0 for low, _high in known), None if None in highs else sum(high or 0 for high in highs)


# When and where -------------------------------------------------------------------------------------------------------


def day_of(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def time_of(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None


def dated(value: str | None, precision: str) -> str:
    """A date of a document no finer than it is known; "" where it is missing."""
    return formats.with_precision(day_of(value), precision)


def stretch(
    since: date | None, since_precision: str, until: date | None, until_precision: str, *, is_in_force: bool = False
) -> str:
    """A stretch; an end that is not given may be open or unknown, so neither is guessed."""
    start = formats.with_precision(since, since_precision) if since else ""
    end = formats.with_precision(until, until_precision) if until else ""
    if start and end:
        return f"{start} {formats.DASH} {end}"
    if start:
        return _("since %(day)s") % {"day": start}
    if end:
        return _("until %(day)s, start unknown") % {"day": end}
    return _("in force, start unknown") if is_in_force else _("dates unknown")


def occurred(body: dict[str, Any]) -> str:
    """When the incident of this document took place."""
    return formats.occurred(
        date.fromisoformat(body["occurred_from"]),
        date.fromisoformat(body["occurred_to"]),
        extent=body["date_extent"],
        precision=body["date_precision"],
    )


def clock_words(body: dict[str, Any]) -> str:
    """ "07:20", "22:00–01:30"; "" where no time is given."""
    start, end = time_of(body["time_from"]), time_of(body["time_to"])
    if start and end and start != end:
        return f"{formats.clock(start)}{formats.DASH}{formats.clock(end)}"
    first = start or end
    return formats.clock(first) if first else ""


def date_precision(precision: str) -> str:
    return {
        DatePrecision.DAY: _("precise to the day"),
        DatePrecision.WEEK: _("known to within about a week"),
        DatePrecision.MONTH: _("only the month is known"),
        DatePrecision.YEAR: _("only the year is known"),
    }[DatePrecision(precision)]


def location_precision(precision: str) -> str:
    """ "known to the site (2 km)"; "" where there is no point."""
    if not precision:
        return ""
    words = {
        LocationPrecision.EXACT: _("known to the spot"),
        LocationPrecision.SITE: _("known to the site"),
        LocationPrecision.TOWN: _("known to the town"),
        LocationPrecision.DISTRICT: _("known to the district"),
        LocationPrecision.PROVINCE: _("known to the province only"),
    }[LocationPrecision(precision)]
    radius = LOCATION_RADIUS_M[precision]
    return f"{words} ({distance(radius)})" if radius else words


def distance(metres: int) -> str:
    if metres < 1000:
        return _("%(number)s m") % {"number": formats.number(metres)}
    return _("%(number)s km") % {"number": formats.number(metres / 1000, 1)}


def coordinates(point: list[float] | None) -> str:
    """ "33.9402° N, 44.3616° E" from [longitude, latitude]; "" where there is no point."""
    if not point:
        return ""
    longitude, latitude = point
    return _("%(latitude)s° N, %(longitude)s° E") % {
        "latitude": formats.number(latitude, 4),
        "longitude": formats.number(longitude, 4),
    }


# Counts ---------------------------------------------------------------------------------------------------------------


def count_sources(number: int) -> str:
    return ngettext("%(count)s source", "%(count)s sources", number) % {"count": formats.number(number)}


def count_origins(number: int) -> str:
    return ngettext("%(count)s independent origin", "%(count)s independent origins", number) % {
        "count": formats.number(number)
    }
