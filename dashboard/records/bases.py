"""The base page with its presence windows, and the list of bases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attacks.choices import BaseKind, Force, RecordType, Role
from attacks.wording import formats
from dashboard.records import words
from dashboard.records.edition import Edition, Ref
from dashboard.records.incident.place import place
from dashboard.records.items import item_list
from dashboard.records.page import list_page, record_page

NEWEST = 25
_ROW = 26  # px of one window in the drawing


@list_page("bases", "records/bases.html")
def bases(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """Every base and place, by kind, with how many attacks are recorded there."""
    rows = list(edition.rows(RecordType.BASE).order_by("name"))
    counts = dict(
        edition.rows(RecordType.INCIDENT)
        .order_by()
        .filter(base__gt="", role=Role.ATTACK)
        .values_list("base")
        .annotate(count=Count("pk"))
    )
    edition.gather((RecordType.PROVINCE, row.province) for row in rows)
    groups = [
        {
            "kind": kind,
            "rows": [
                {
                    "row": row,
                    "province": edition.ref(RecordType.PROVINCE, row.province),
                    "country": words.country(row.country) if row.country != "IQ" else "",
                    "count": counts.get(row.public_id, 0),
                    "precision": words.location_precision(row.location_precision),
                }
                for row in rows
                if row.kind == kind
            ],
        }
        for kind in BaseKind
    ]
    return {"groups": [group for group in groups if group["rows"]], "total": len(rows)}


@dataclass(frozen=True, slots=True)
class Window:
    """A force at the base; an end that the record doesn't give is unknown or still open, and shown as neither."""

    force: str
    since: date | None
    until: date | None
    period: str
    source: Ref | None
    note: str
    needs_source: bool


@record_page(RecordType.BASE, "records/base_page.html")
def base(edition: Edition, version: Any) -> dict[str, Any]:
    body, slug = version.body, version.public_id
    here = edition.rows(RecordType.INCIDENT).filter(base=slug)
    newest = list(here.order_by("-occurred_from", "-public_id")[:NEWEST])
    by_role = {
        role: (count, first)
        for role, count, first in here.order_by()
        .values("role")
        .annotate(count=Count("pk"), first=Min("occurred_from"))
        .values_list("role", "count", "first")
    }
    first = min((first for _count, first in by_role.values()), default=None)
    edition.gather_for(body)
    windows = [_window(edition, row) for row in body["presences"]]
    return {
        "description": body["operator"],
        "title": words.local(body["name"], body["name_ar"]),
        "country": words.country(body["country"]),
        "province": edition.ref(RecordType.PROVINCE, body["province"]),
        "windows": windows,
        "drawing": presence_drawing(windows, first, version.from_rev.published_at.date()),
        "incidents": newest,
        "counts": [
            {"count": by_role[role][0], "words": role_count_words(role, by_role[role][0])}
            for role in Role
            if role in by_role
        ],
        "here": sum(count for count, _first in by_role.values()),
        "sources": item_list(edition, dict.fromkeys(row["source"] for row in body["presences"] if row["source"])),
        "place": place(edition, body, formats.local(body["name"], body["name_ar"]), ""),
    }


def role_count_words(role: Role, count: int) -> str:
    """What a count of records of this role is called."""
    return {
        Role.ATTACK: ngettext("record of an attack", "records of attacks", count),
        Role.RESPONSE: ngettext("US response", "US responses", count),
        Role.UNCLAIMED_STRIKE: ngettext("unclaimed strike", "unclaimed strikes", count),
    }[role]


def _window(edition: Edition, row: dict[str, Any]) -> Window:
    since, until = words.day_of(row["since"]), words.day_of(row["until"])
    return Window(
        force=str(Force(row["force"]).label),
        since=since,
        until=until,
        period=words.stretch(since, row["since_precision"], until, row["until_precision"]),
        source=edition.ref(RecordType.SOURCE, row["source"]),
        note=row["note"],
        needs_source=row["needs_source"],
    )


def presence_drawing(windows: list[Window], first: date | None, today: date) -> SafeString:
    """The windows on one time axis as SVG, places in percent; an end that is not given fades out in a dashed stretch.

    The axis reaches back to the first incident there. Time runs with the reading direction. Empty where no window has a
    date.
    """
    days = [day for window in windows for day in (window.since, window.until) if day]
    if not days:
        return SafeString("")
    start = date(min([*days, *([first] if first else [])]).year - 1, 1, 1)
    end = date(max([*days, today]).year + 1, 1, 1)
    mirrored = formats.is_arabic()

    def x(day: date) -> float:
        share = 100 * (day - start).days / (end - start).days
        return round(100 - share if mirrored else share, 3)

    def span(first: date, last: date, name: str) -> str:
        left, right = sorted((x(first), x(last)))
        return f'<rect class="{name}" x="{left}%" y="{{y}}" width="{max(right - left, 0.4):.3f}%" height="10"/>'

    parts = []
    years = range(start.year, end.year + 1)
    step = max(1, len(years) // 6)
    height = _ROW * len(windows) + 22
    for year in years[1:-1:step]:
        at = x(date(year, 1, 1))
        parts.append(f'<line class="grid" x1="{at}%" x2="{at}%" y1="0" y2="{height - 18}"/>')
        parts.append(f'<text x="{at}%" y="{height - 5}" text-anchor="middle">{formats.year(date(year, 1, 1))}</text>')
    for number, window in enumerate(windows):
        y = number * _ROW + 14
        title = escape(f"{window.force}: {window.period}")
        pieces = []
        if window.since is None:
            pieces.append(span(start, window.until or end, "open"))
        else:
            pieces.append(span(window.since, window.until or end, "known" if window.until else "open"))
        anchor, side = ("end", "100%") if mirrored else ("start", "0")
        parts.append(f"<g><title>{title}</title>{''.join(pieces).format(y=y)}")
        parts.append(
            f'<text class="force" x="{side}" y="{y - 3}" text-anchor="{anchor}">{escape(window.force)}</text></g>'
        )
    label = escape(_("Who was present when; the table says the same"))
    return mark_safe(  # noqa: S308
        f'<svg class="presence" height="{height}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
    )
