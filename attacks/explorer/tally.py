"""Sums of rows by a number that each of them has, such as a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .columns import Array, Mask

if TYPE_CHECKING:
    from .selection import Rows


class Tally:
    """How many rows have each number, and what they add.

    A barrage counts once for each option, whichever of its records belongs there.
    """

    def __init__(self, numbers: Array, rows: Rows, size: int) -> None:
        self.size = size
        self.n = np.bincount(numbers, rows.single, size)
        self.records = np.bincount(numbers, minlength=size)
        tied = np.flatnonzero(rows.barrage >= 0) if rows.barrage is not None else np.empty(0, np.int64)
        self.tied = numbers[tied]
        self.barrages = rows.barrage[tied] if rows.barrage is not None else tied

    @property
    def is_there(self) -> Mask:
        """The numbers that any row has."""
        there: Mask = self.records > 0
        return there

    def of(self, numbers: Array) -> int:
        """The figure of an option to which these numbers belong."""
        total = int(self.n[numbers].sum())
        if len(self.barrages):
            belongs = np.zeros(self.size, bool)
            belongs[numbers] = True
            total += len(np.unique(self.barrages[belongs[self.tied]]))
        return total

    def where(self, wanted: Mask) -> int:
        return self.of(np.flatnonzero(wanted))
