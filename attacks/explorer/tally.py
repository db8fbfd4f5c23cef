"""Sums of rows by a number that each of them has, such as a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .columns import Array, Mask

if TYPE_CHECKING:
    from .selection import Rows


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows have each number, and what they add.

    A barrage counts once for each option, whichever of its records belongs there.
    """

    n: Array
    records: Array
    tied: Array  # for each row that is part of a barrage its number
    barrages: Array  # and the number of the barrage

    @classmethod
    def count(cls, numbers: Array, rows: Rows, size: int) -> Tally:
        """Of rows that have these numbers, all below `size`."""
        tied = np.flatnonzero(rows.barrage >= 0) if rows.barrage is not None else np.empty(0, np.int64)
        return cls(
            n=np.bincount(numbers, rows.single, size),
            records=np.bincount(numbers, minlength=size),
            tied=numbers[tied],
            barrages=rows.barrage[tied] if rows.barrage is not None else tied,
        )

    @property
    def is_there(self) -> Mask:
        """The numbers that any row has."""
        there: Mask = self.records > 0
        return there

    def of(self, numbers: Array) -> int:
        """The figure of an option to which these numbers belong."""
        total = int(self.n[numbers].sum())
        if len(self.barrages):
            belongs = np.zeros(len(self.n), bool)
            belongs[numbers] = True
            total += len(np.unique(self.barrages[belongs[self.tied]]))
        return total

    def compact(self) -> tuple[Array, Tally]:
        """The numbers that any row has, and the same by their places among them."""
        there = np.flatnonzero(self.records)
        return there, Tally(self.n[there], self.records[there], there.searchsorted(self.tied), self.barrages)

    def where(self, wanted: Mask) -> int:
        return self.of(np.flatnonzero(wanted))
