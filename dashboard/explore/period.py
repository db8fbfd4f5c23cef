"""Periods worth a click, read from the record."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _

from attacks.explorer.answer import Timeline
from attacks.wording import formats
from dashboard.explore.address import Address
from dashboard.explore.panel import Link

GAZA_WAR_WAVE = (date(2023, 10, 17), date(2024, 2, 4))


def presets(timeline: Timeline, address: Address) -> list[Link]:
    """Periods worth a click, read from the record: all of it, its last twelve months, one wave, its latest month."""
    busy = [item for item in timeline.overview if item.total]
    latest = busy[-1].start if busy else timeline.overview_end
    month = (latest.replace(day=1), latest.replace(day=monthrange(latest.year, latest.month)[1]))
    year = (date(month[1].year - 1, month[1].month, 1), month[1])
    if year[0].month == 12:
        year = (date(year[0].year + 1, 1, 1), month[1])
    else:
        year = (year[0].replace(month=year[0].month + 1), month[1])
    choices_of = [
        (_("All"), None),
        (_("Last 12 months of the record"), year),
        (formats.period(*GAZA_WAR_WAVE), GAZA_WAR_WAVE),
        (formats.month(month[0]), month),
    ]
    now = (address.get("from"), address.get("to"))
    links = []
    for words, span in choices_of:
        ends = (span[0].isoformat(), span[1].isoformat()) if span else ("", "")
        links.append(Link(words, address.url(False, **{"from": ends[0], "to": ends[1]}), now == ends))
    return links
