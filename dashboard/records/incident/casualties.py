"""Casualties by group: ranges as bars, "said to be none" and "not reported" kept apart, indirect ones marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from attacks.choices import CasualtyGroup
from dashboard.records import words
from dashboard.records.words import Bounds


@dataclass(frozen=True, slots=True)
class Cell:
    words: str  # "" where not reported
    is_none: bool  # a source says none
    bar: SafeString


@dataclass(frozen=True, slots=True)
class GroupRow:
    group: str
    meaning: Any
    killed: Cell
    wounded: Cell
    is_indirect: bool
    note: str
    needs_source: bool


@dataclass(frozen=True, slots=True)
class CasualtyTable:
    rows: list[GroupRow]
    unreported: str  # the groups of which nothing is said, listed


def casualty_table(body: dict[str, Any]) -> CasualtyTable:
    """The rows of a document in the order of the groups."""
    order = list(CasualtyGroup)
    rows = sorted(body["casualties"], key=lambda row: (order.index(CasualtyGroup(row["group"])), row["is_indirect"]))
    highest = max(
        (number or 0 for row in rows for name in ("killed", "wounded") for number in row[name] or (0,)), default=0
    )
    told = {row["group"] for row in rows}
    unreported = [str(group.label) for group in CasualtyGroup if group not in told and group != CasualtyGroup.ALL]
    return CasualtyTable(
        rows=[
            GroupRow(
                group=str(CasualtyGroup(row["group"]).label),
                meaning=CasualtyGroup(row["group"]).meaning,
                killed=_cell(words.bounds(row["killed"]), highest),
                wounded=_cell(words.bounds(row["wounded"]), highest),
                is_indirect=row["is_indirect"],
                note=row["note"],
                needs_source=row["needs_source"],
            )
            for row in rows
        ],
        unreported=_(", ").join(unreported),
    )


def _cell(value: Bounds | None, highest: int) -> Cell:
    if value is None:
        return Cell("", is_none=False, bar=SafeString(""))
    return Cell(words.range_words(value), is_none=value == (0, 0), bar=_bar(value, highest))


def _bar(value: Bounds, highest: int) -> SafeString:
    """The low bound full, up to the high bound faint; an open high fades to the end of the track."""
    if not highest or value == (0, 0):
        return SafeString("")
    low = 100 * (value[0] or 0) / highest
    high = 100.0 if value[1] is None else 100 * value[1] / highest
    return mark_safe(  # noqa: S308
        '<svg class="rangebar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        '<line class="track" x1="0" x2="100" y1="11" y2="11"/>'
        f'<rect class="sure" x="0" y="2" width="{low:.2f}" height="8"/>'
        f'<rect class="maybe" x="{low:.2f}" y="2" width="{high - low:.2f}" height="8"/></svg>'
    )
