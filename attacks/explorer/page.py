"""A page of records in the chosen order, found by the place of the last one shown, never by counting."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from attacks.choices import Evidence

from .answer import Page
from .columns import Array
from .parameters import Place
from .schema import KINDS, MARK_FOILED
from .selection import Selection

SIZE = 50


def _most(*names: str) -> Callable[[Selection, Array], Array]:
    def key(selection: Selection, rows: Array) -> Array:
        high = selection.state.tolls.high
        return np.sum([high[name] for name in names], axis=0)[selection.columns.toll[rows]]

    return key


def _evidence(selection: Selection, rows: Array) -> Array:
    names, numbers = selection.state.traits.numbered("evidence")
    grades = list(Evidence)
    rank = np.array([len(grades) - 1 - grades.index(Evidence(name)) for name in names])
    return rank[numbers][selection.columns.trait[rows]]


# Order → the number of each row that it sorts by, highest first, before the day.
KEYS: dict[str, Callable[[Selection, Array], Array]] = {
    "casualties": _most("killed", "wounded"),
    "killed": _most("killed"),
    "wounded": _most("wounded"),
    "munitions": _most("fired"),
    # The first kind and the best evidence come first.
    "kind": lambda selection, rows: len(KINDS) - selection.columns.mark[rows].astype(np.int64) % MARK_FOILED,
    "evidence": _evidence,
}


def keys(selection: Selection, rows: Array) -> Array:
    """What the chosen order sorts these rows by before the day."""
    key = KEYS.get(selection.query.sort)
    return np.zeros(len(rows), np.int64) if key is None else key(selection, rows).astype(np.int64)


def ordered(selection: Selection) -> Array:
    """All matching rows in the order asked for."""
    rows = selection.hits.at
    if selection.query.sort == "oldest":
        return rows
    return rows[np.argsort(_ranks(selection, rows))[::-1]] if selection.query.sort in KEYS else rows[::-1]


def _ranks(selection: Selection, rows: Array) -> Array:
    """A number for each row that grows with its key, and among equal keys with its place in the table."""
    return keys(selection, rows) * (len(selection.columns) + 1) + rows


def read(selection: Selection) -> Page:
    cursor = selection.query.cursor
    is_backward = cursor is not None and cursor.is_backward
    rows = _rows(selection, cursor)
    has_more = len(rows) > SIZE
    rows = rows[:SIZE]
    if is_backward:
        rows = rows[::-1]
    has_next, has_previous = (True, has_more) if is_backward else (has_more, cursor is not None)
    any_row = len(rows) > 0
    return Page(
        version_ids=selection.columns.version[rows].tolist(),
        keys=keys(selection, rows).tolist(),
        next_cursor=_cursor(selection, rows[-1], is_backward=False) if any_row and has_next else "",
        previous_cursor=_cursor(selection, rows[0], is_backward=True) if any_row and has_previous else "",
    )


def _rows(selection: Selection, cursor: Place | None) -> Array:
    """One row more than a page, from the cursor on, in the order asked for or in the other where it leads back."""
    rows = selection.hits.at
    is_upward = (selection.query.sort == "oldest") != (cursor is not None and cursor.is_backward)
    has_key = selection.query.sort in KEYS
    ranks = _ranks(selection, rows) if has_key else rows
    if cursor:
        begin, end = selection.columns.position(cursor.day, cursor.public_id.encode())
        first = cursor.key * (len(selection.columns) + 1) if has_key else 0
        kept = ranks >= first + end if is_upward else ranks < first + begin
        rows, ranks = rows[kept], ranks[kept]
    if has_key and len(rows) > SIZE:
        # Only what the page needs is put in order.
        ends = np.argpartition(ranks, SIZE if is_upward else -SIZE - 1)
        ends = ends[: SIZE + 1] if is_upward else ends[-SIZE - 1 :]
        rows, ranks = rows[ends], ranks[ends]
    if has_key:
        rows = rows[np.argsort(ranks)]
    return rows[: SIZE + 1] if is_upward else rows[::-1][: SIZE + 1]


def _cursor(selection: Selection, row: int, *, is_backward: bool) -> str:
    columns = selection.columns
    return str(
        Place(
            watermark=selection.moment.watermark,
            is_backward=is_backward,
            key=int(keys(selection, np.array([row]))[0]),
            day=int(columns.from_day[row]),
            public_id=columns.public_id[row].decode(),
        )
    )
