"""Every version of an incident as a row of arrays, in the order of days: what questions are answered from.

NumPy reads a million small numbers in about a millisecond, where a statement of SQL costs as much before it begins.
What rows have in common is kept once under a code (`attacks.explorer.dictionaries`); a filter is worked out for the
codes and then looked up for the rows. Nothing here ever changes: what is published next makes another set of arrays, so
a reader needs no lock and sees no half of it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Columns:
    """One entry per version in each array, sorted by first day, public id and revision.

    Days count from 1970-01-01. `x`, `y`: place in the Web-Mercator square, where `is_placed`. `trait`, `place`,
    `attributed`, `toll`: codes.
    """

    version: Array  # primary key of PublishedIncident
    public_id: Array  # ASCII
    from_rev: Array
    to_rev: Array
    from_day: Array
    to_day: Array
    trait: Array
    place: Array
    attributed: Array
    toll: Array
    mark: Array
    weight: Array  # attacks; 1 for what is no attack
    bar: Array  # what of a bar of the timeline a row adds to: the number of its kind, or SPREAD
    is_vague: Mask
    is_placed: Mask
    x: Array
    y: Array

    @classmethod
    def of(cls, parts: list[dict[str, Array]]) -> Columns:
        """Of arrays by name, one part after the other."""
        joined = {field.name: np.concatenate([part[field.name] for part in parts]) for field in fields(cls)}
        return cls(**joined)

    @classmethod
    def none(cls) -> Columns:
        empty: Array = np.empty(0, np.int64)
        return cls(**{field.name: empty for field in fields(cls)})

    def __len__(self) -> int:
        return len(self.version)

    def with_rows(self, new: Columns) -> Columns:
        """These and the new ones, which are sorted as well and newer than all of these."""
        if not len(self):
            return new
        if not len(new):
            return self
        places = [
            self.position(int(day), public_id)[1] for day, public_id in zip(new.from_day, new.public_id, strict=True)
        ]
        return Columns(
            **{
                field.name: _inserted(getattr(self, field.name), places, getattr(new, field.name))
                for field in fields(self)
            }
        )

    def closed(self, versions: Array, to_revs: Array) -> Columns:
        """The same rows, where these versions are public up to these revisions only."""
        order = np.argsort(versions)
        rows = np.flatnonzero(np.isin(self.version, versions))
        to_rev = self.to_rev.copy()
        to_rev[rows] = to_revs[order][np.searchsorted(versions[order], self.version[rows])]
        return replace(self, to_rev=to_rev)

    def position(self, day: int, public_id: bytes) -> tuple[int, int]:
        """Where the versions of a record on a day begin and end, or where they would."""
        low, high = np.searchsorted(self.from_day, [day, day + 1])
        first, last = (np.searchsorted(self.public_id[low:high], public_id, side) for side in ("left", "right"))
        return int(low + first), int(low + last)

    def public(self, watermark: int) -> Mask:
        """Which rows were public at a revision."""
        return (self.from_rev <= watermark) & (self.to_rev > watermark)

    def with_versions(self, flags: Array) -> Mask:
        """The rows of flagged versions; `flags` as `flagged` makes them."""
        found = np.unpackbits(flags).view(bool)
        return found[np.minimum(self.version, len(found) - 1)]


def stretches(rows: Array, begins: Array) -> Array:
    """For each of some rows in order how many of `begins`, in order as well, lie before it or at it."""
    edges = rows.searchsorted(begins)
    return np.repeat(np.arange(len(begins) + 1), np.diff(edges, prepend=0, append=len(rows)))


def flagged(versions: Array) -> Array:
    """One bit per version up to the highest of these; at least one is left clear behind it."""
    flags = np.zeros(int(versions.max(initial=0)) + 2, bool)
    flags[versions] = True
    return np.packbits(flags)


def _inserted(old: Array, places: list[int], new: Array) -> Array:
    # `insert` would cut longer public ids off.
    return np.insert(old.astype(np.result_type(old, new), copy=False), places, new)
