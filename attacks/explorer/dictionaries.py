"""What the codes of a column stand for, as lists of the codes that count for a name: "province" → "IQ-BG" → codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .columns import Array, Mask

Lists = dict[str, dict[str, Array]]


@dataclass(frozen=True)
class Dictionary:
    """`lists`: facet → name → codes; a code may count for several names. `marks`: one per code."""

    marks: Array
    lists: Lists
    _numbered: dict[str, tuple[list[str], Array]] = field(default_factory=dict, compare=False)

    @property
    def size(self) -> int:
        return len(self.marks)

    def extended(self, marks: Array, rows: Iterable[tuple[str, str, Array]]) -> Dictionary:
        """This one and further codes: their marks, and (facet, name, codes)."""
        lists = {facet: dict(names) for facet, names in self.lists.items()}
        for facet, name, codes in rows:
            names = lists.setdefault(facet, {})
            names[name] = np.concatenate([names[name], codes]) if name in names else codes
        return Dictionary(np.concatenate([self.marks, marks]), lists)

    def names(self, facet: str) -> dict[str, Array]:
        return self.lists.get(facet, {})

    def having(self, facet: str, names: Iterable[str]) -> Mask:
        """Which codes count for any of the names."""
        found, known = np.zeros(self.size, bool), self.names(facet)
        for name in names:
            if name in known:
                found[known[name]] = True
        return found

    def numbered(self, facet: str) -> tuple[list[str], Array]:
        """The names of a facet whose codes count for one name at most, and the number of it for each code; -1: none."""
        if facet not in self._numbered:
            numbers = np.full(self.size, -1, np.int32)
            for number, codes in enumerate(self.names(facet).values()):
                numbers[codes] = number
            self._numbered[facet] = list(self.names(facet)), numbers
        return self._numbered[facet]


@dataclass(frozen=True)
class Tolls:
    """Munitions and casualties by code: for each figure its lower and upper bound, and whether it is reported.

    An upper bound that is open or missing is the lower one; what is not reported is 0.
    """

    low: dict[str, Array]
    high: dict[str, Array]
    is_known: dict[str, Mask]

    @classmethod
    def empty(cls, names: Iterable[str]) -> Tolls:
        return cls(*({name: np.empty(0, kind) for name in names} for kind in (np.int64, np.int64, bool)))

    @property
    def size(self) -> int:
        return len(next(iter(self.low.values())))

    def extended(self, new: dict[str, Any]) -> Tolls:
        """This one and further codes; `new`: column → masked array."""
        low, high, is_known = dict(self.low), dict(self.high), dict(self.is_known)
        for name in low:
            lows, highs = np.ma.asarray(new[f"{name}_low"]), np.ma.asarray(new[f"{name}_high"])
            least = np.ma.filled(lows, 0).astype(np.int64)
            most = np.where(np.ma.getmaskarray(highs), least, np.ma.filled(highs, 0))
            low[name] = np.concatenate([low[name], least])
            high[name] = np.concatenate([high[name], most])
            is_known[name] = np.concatenate([is_known[name], ~np.ma.getmaskarray(lows)])
        return Tolls(low, high, is_known)


@dataclass(frozen=True)
class Attributions:
    """To whom codes of attributions point: `masks` holds the bits of basis and confidence of all that a code names.

    `actors`: actor → codes that name it and the bits on which they do.
    """

    masks: Array
    actors: dict[str, tuple[Array, Array]]

    @property
    def size(self) -> int:
        return len(self.masks)

    def extended(self, masks: Array, rows: Iterable[tuple[str, Array, Array]]) -> Attributions:
        """This one and further codes: their bits, and (actor, codes, bits)."""
        actors = dict(self.actors)
        for actor, codes, bits in rows:
            if actor in actors:
                codes, bits = (np.concatenate(pair) for pair in zip(actors[actor], (codes, bits), strict=True))
            actors[actor] = codes, bits
        return Attributions(np.concatenate([self.masks, masks]), actors)

    def naming(self, actors: Iterable[str], bits: int) -> Mask:
        """Which codes name any of the actors on one of the bits."""
        found = np.zeros(self.size, bool)
        for actor in actors:
            if actor in self.actors:
                codes, masks = self.actors[actor]
                found[codes[masks & bits != 0]] = True
        return found
