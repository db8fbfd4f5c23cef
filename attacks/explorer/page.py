"""A page of records in the chosen order, found by the place of the last one shown, never by counting."""

from __future__ import annotations

from typing import Any

from .answer import Page
from .moment import number_of
from .parameters import Place
from .selection import Selection

SIZE = 50
# Order → the columns it sorts by, each with its direction; casualties first by how many, then newest.
ORDERS = {
    "newest": [("from_day", "DESC"), ("public_id", "DESC")],
    "oldest": [("from_day", "ASC"), ("public_id", "ASC")],
    "casualties": [("suffered", "DESC"), ("from_day", "DESC"), ("public_id", "DESC")],
}
STRETCH = 30
SUFFERED = "coalesce(killed_high, killed_low, 0) + coalesce(wounded_high, wounded_low, 0)"


def read(selection: Selection) -> Page:
    cursor = selection.query.cursor
    is_backward = cursor is not None and cursor.is_backward
    order = ORDERS[selection.query.sort]
    if is_backward:
        order = [(column, "ASC" if way == "DESC" else "DESC") for column, way in order]
    rows = _rows(selection, order, cursor)
    has_more = len(rows) > SIZE
    rows = rows[:SIZE]
    if is_backward:
        rows.reverse()
    has_next, has_previous = (True, has_more) if is_backward else (has_more, cursor is not None)
    return Page(
        version_ids=[row[0] for row in rows],
        next_cursor=_cursor(selection, rows[-1], is_backward=False) if rows and has_next else "",
        previous_cursor=_cursor(selection, rows[0], is_backward=True) if rows and has_previous else "",
    )


def _rows(selection: Selection, order: list[tuple[str, str]], cursor: Place | None) -> list[tuple[Any, ...]]:
    """(version, suffered, day, public id) of one row more than a page, in this order, from the cursor on."""
    where, params = ("true", []) if cursor is None else _after(order, cursor)
    ordered = ", ".join(" ".join(column) for column in order)
    if order[0][0] == "suffered":
        return selection.rows(
            f"SELECT version, {SUFFERED} AS suffered, from_day, public_id FROM {selection.hits}"
            f" JOIN toll ON toll.code = f.toll WHERE {where} ORDER BY {ordered} LIMIT {SIZE + 1}",
            params,
        )
    first, last = (number_of(day) for day in selection.moment.span)
    is_downward = order[0][1] == "DESC"
    begin = cursor.day if cursor else last if is_downward else first
    rows: list[tuple[Any, ...]] = []
    # Rows lie in the order of days: where there are many, a short stretch of days holds the page.
    for days in (STRETCH, 16 * STRETCH, None) if selection.is_wide else (None,):
        stretch = "true"
        if days is not None:
            stretch = f"from_day >= {begin - days}" if is_downward else f"from_day <= {begin + days}"
        rows = selection.rows(
            f"SELECT version, 0, from_day, public_id FROM {selection.hits}"
            f" WHERE {stretch} AND {where} ORDER BY {ordered} LIMIT {SIZE + 1}",
            params,
        )
        if len(rows) > SIZE:
            break
    return rows


def _after(order: list[tuple[str, str]], cursor: Place) -> tuple[str, list[Any]]:
    """SQL for the rows behind the cursor in this order."""
    values = {"suffered": cursor.toll, "from_day": cursor.day, "public_id": cursor.public_id}
    alternatives, params = [], []
    for place, (column, way) in enumerate(order):
        equal = [f"{earlier} = ?" for earlier, _way in order[:place]]
        alternatives.append(" AND ".join([*equal, f"{column} {'<' if way == 'DESC' else '>'} ?"]))
        params += [values[earlier] for earlier, _way in order[: place + 1]]
    return "(" + " OR ".join(f"({part})" for part in alternatives) + ")", params


def _cursor(selection: Selection, row: tuple[Any, ...], *, is_backward: bool) -> str:
    _version, suffered, day, public_id = row
    return str(
        Place(
            watermark=selection.moment.watermark,
            is_backward=is_backward,
            toll=int(suffered),
            day=day,
            public_id=public_id,
        )
    )
