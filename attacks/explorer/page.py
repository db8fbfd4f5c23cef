"""A page of records in the chosen order, found by the place of the last one shown, never by counting."""

from __future__ import annotations

from typing import Any

from .answer import Page
from .parameters import Place
from .selection import Selection

SIZE = 50
# Order → the columns it sorts by, each with its direction; casualties first by how many, then newest.
ORDERS = {
    "newest": [("suffered", "DESC"), ("from_day", "DESC"), ("public_id", "DESC")],
    "oldest": [("suffered", "DESC"), ("from_day", "ASC"), ("public_id", "ASC")],
    "casualties": [("suffered", "DESC"), ("from_day", "DESC"), ("public_id", "DESC")],
}
_SUFFERED = "coalesce(killed_high, killed_low, 0) + coalesce(wounded_high, wounded_low, 0)"


def read(selection: Selection) -> Page:
    query = selection.query
    cursor = query.cursor
    is_backward = cursor is not None and cursor.is_backward
    order = ORDERS[query.sort]
    by_toll = query.sort == "casualties"
    if is_backward:
        order = [(column, "ASC" if way == "DESC" else "DESC") for column, way in order]
    source = "(SELECT version, from_day, public_id, 0 AS suffered FROM hit)"
    if by_toll:
        source = f"(SELECT version, from_day, public_id, {_SUFFERED} AS suffered FROM hit JOIN toll ON toll.code = hit.toll)"
    else:
        order = order[1:]
    where, params = ("true", []) if cursor is None else _after(order, cursor)
    rows = selection.rows(
        f"SELECT version, suffered, from_day, public_id FROM {source} WHERE {where}"
        f" ORDER BY {', '.join(' '.join(column) for column in order)} LIMIT {SIZE + 1}",
        params,
    )
    has_more = len(rows) > SIZE
    rows = rows[:SIZE]
    if is_backward:
        rows.reverse()
    has_next, has_previous = (cursor is not None, has_more) if is_backward else (has_more, cursor is not None)
    return Page(
        version_ids=[row[0] for row in rows],
        next_cursor=_cursor(selection, rows[-1], is_backward=False) if rows and has_next else "",
        previous_cursor=_cursor(selection, rows[0], is_backward=True) if rows and has_previous else "",
    )


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
            watermark=selection.watermark, is_backward=is_backward, toll=int(suffered), day=day, public_id=public_id
        )
    )
