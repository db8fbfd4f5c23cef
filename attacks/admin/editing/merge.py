"""Three versions of one record become one: as it was opened, as somebody else saved it since, as it is sent now.

Everything here is plain data: the fields of a record by name, and the rows of an inline by key. The three versions are
called `opened`, `theirs` and `mine`; where it is not known what was opened (None), nothing is merged unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Fields = Mapping[str, Any]
Rows = Mapping[str, Fields]


@dataclass(frozen=True, slots=True)
class MergedFields:
    """`values` holds mine where both differ, until somebody chooses."""

    values: dict[str, Any]
    taken: list[str]
    """What only the other changed."""
    conflicts: list[str]
    """What both changed, differently."""


class RowClash(StrEnum):
    """Why a row can't be merged by itself."""

    BOTH_CHANGED = "both_changed"
    DELETED_BY_THEM = "deleted_by_them"
    """They deleted what I changed."""
    DELETED_BY_ME = "deleted_by_me"
    """I deleted what they changed."""


@dataclass(frozen=True, slots=True)
class MergedRows:
    """`rows` holds each row that stays, by key; a row in doubt stays, with mine where there is mine."""

    rows: dict[str, MergedFields] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    """Rows that the other alone changed or added."""
    removed: list[str] = field(default_factory=list)
    """Rows that the other deleted and I had left alone."""
    clashes: dict[str, RowClash] = field(default_factory=dict)


def merge_fields(*, opened: Fields | None, theirs: Fields, mine: Fields) -> MergedFields:
    """Field by field: what one side changed holds; what both changed to different values is a conflict.

    A field that a version lacks is None there.
    """
    values: dict[str, Any] = {}
    taken, conflicts = [], []
    for name in mine.keys() | theirs.keys():
        here, there = mine.get(name), theirs.get(name)
        values[name] = here
        if here == there:
            continue
        if opened is None:
            conflicts.append(name)
        elif opened.get(name) == here:
            values[name] = there
            taken.append(name)
        elif opened.get(name) != there:
            conflicts.append(name)
    return MergedFields(values, sorted(taken), sorted(conflicts))


def merge_rows(*, opened: Rows | None, theirs: Rows, mine: Rows) -> MergedRows:
    """Row by row, in five cases; a key that is missing means that the row was deleted there or not yet added.

    1. In both: merged field by field.
    2. Missing in mine, new in theirs: added by the other, taken.
    3. Missing in mine, unchanged in theirs: deleted by me, gone; changed in theirs: a clash.
    4. Missing in theirs, unchanged in mine: deleted by the other, gone; changed in mine: a clash.
    5. Missing in both: gone.
    """
    merged = MergedRows()
    known: Rows = opened or {}
    for key in [*theirs, *(key for key in mine if key not in theirs)]:
        if key in theirs and key in mine:
            before = None if opened is None else known.get(key, {})
            fields = merge_fields(opened=before, theirs=theirs[key], mine=mine[key])
            merged.rows[key] = fields
            if fields.conflicts:
                merged.clashes[key] = RowClash.BOTH_CHANGED
            elif fields.taken:
                merged.taken.append(key)
        elif key in theirs:
            if key not in known:
                merged.rows[key] = MergedFields(dict(theirs[key]), [], [])
                merged.taken.append(key)
            elif theirs[key] != known[key]:
                merged.rows[key] = MergedFields(dict(theirs[key]), [], [])
                merged.clashes[key] = RowClash.DELETED_BY_ME
        elif mine[key] != known.get(key):
            merged.rows[key] = MergedFields(dict(mine[key]), [], [])
            merged.clashes[key] = RowClash.DELETED_BY_THEM
        else:
            merged.removed.append(key)
    return merged
