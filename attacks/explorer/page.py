"""A page of records in the chosen order, found by the place of the last one shown, never by counting."""

from __future__ import annotations

from typing import Any

from attacks.choices import Evidence

from .answer import Page
from .moment import number_of
from .parameters import Place
from .schema import KINDS, MARK_FOILED
from .selection import Selection

SIZE = 50
_EVIDENCE = "[" + ", ".join(f"'{grade}'" for grade in Evidence) + "]"


def _most(*names: str) -> str:
    return " + ".join(f"coalesce({name}_high, {name}_low, 0)" for name in names)


# Order → SQL for the number it sorts by before the day, and the dictionary that it reads.
KEYS = {
    "casualties": (_most("killed", "wounded"), "toll"),
    "killed": (_most("killed"), "toll"),
    "wounded": (_most("wounded"), "toll"),
    "munitions": (_most("fired"), "toll"),
    # The first kind and the best evidence come first.
    "kind": (f"{len(KINDS)} - mark % {MARK_FOILED}", ""),
    "evidence": (f"{len(Evidence)} - list_position({_EVIDENCE}, evidence)", "trait"),
}
STRETCH = 30


def _order(sort: str) -> list[tuple[str, str]]:
    """The columns to sort by, each with its direction."""
    way = "ASC" if sort == "oldest" else "DESC"
    return [*([("key", "DESC")] if sort in KEYS else []), ("from_day", way), ("public_id", way)]


def ordered(selection: Selection, *, where: str = "true", order: list[tuple[str, str]] | None = None) -> str:
    """SQL for (version, key, day, public id) of the matching rows in the order asked for, or in `order`."""
    key, dictionary = KEYS.get(selection.query.sort, ("0", ""))
    joined = f" JOIN {dictionary} ON {dictionary}.code = f.{dictionary}" if dictionary else ""
    columns = ", ".join(" ".join(column) for column in order or _order(selection.query.sort))
    rows = f"SELECT version, {key} AS key, from_day, public_id FROM {selection.hits}{joined}"
    return f"{rows} WHERE {where} ORDER BY {columns}"


def read(selection: Selection) -> Page:
    cursor = selection.query.cursor
    is_backward = cursor is not None and cursor.is_backward
    order = _order(selection.query.sort)
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
        keys=[int(row[1]) for row in rows],
        next_cursor=_cursor(selection, rows[-1], is_backward=False) if rows and has_next else "",
        previous_cursor=_cursor(selection, rows[0], is_backward=True) if rows and has_previous else "",
    )


def _rows(selection: Selection, order: list[tuple[str, str]], cursor: Place | None) -> list[tuple[Any, ...]]:
    """(version, key, day, public id) of one row more than a page, in this order, from the cursor on."""
    where, params = ("true", []) if cursor is None else _after(selection, order, cursor)
    first, last = (number_of(day) for day in selection.moment.span)
    is_downward = order[0][1] == "DESC"
    begin = cursor.day if cursor else last if is_downward else first
    rows: list[tuple[Any, ...]] = []
    # Rows lie in the order of days: where there are many, a short stretch of days holds the page.
    for days in (STRETCH, 16 * STRETCH, None) if selection.is_wide and order[0][0] != "key" else (None,):
        stretch = "true"
        if days is not None:
            stretch = f"from_day >= {begin - days}" if is_downward else f"from_day <= {begin + days}"
        sql = ordered(selection, where=f"{stretch} AND {where}", order=order)
        rows = selection.rows(f"{sql} LIMIT {SIZE + 1}", params)
        if len(rows) > SIZE:
            break
    return rows


def _after(selection: Selection, order: list[tuple[str, str]], cursor: Place) -> tuple[str, list[Any]]:
    """SQL for the rows behind the cursor in this order."""
    values = {"key": cursor.key, "from_day": cursor.day, "public_id": cursor.public_id}
    sql = {"key": f"({KEYS.get(selection.query.sort, ('0', ''))[0]})"}
    alternatives, params = [], []
    for place, (column, way) in enumerate(order):
        equal = [f"{sql.get(earlier, earlier)} = ?" for earlier, _way in order[:place]]
        alternatives.append(" AND ".join([*equal, f"{sql.get(column, column)} {'<' if way == 'DESC' else '>'} ?"]))
        params += [values[earlier] for earlier, _way in order[: place + 1]]
    return "(" + " OR ".join(f"({part})" for part in alternatives) + ")", params


def _cursor(selection: Selection, row: tuple[Any, ...], *, is_backward: bool) -> str:
    _version, key, day, public_id = row
    return str(
        Place(
            watermark=selection.moment.watermark,
            is_backward=is_backward,
            key=int(key),
            day=day,
            public_id=public_id,
        )
    )
