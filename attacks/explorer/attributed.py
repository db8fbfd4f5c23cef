"""To whom incidents are attributed: conditions of a filter on group, umbrella, sponsor, basis and confidence.

A group counts where one and the same attribution names it on a chosen basis with enough confidence. Umbrella and
sponsor count in the same way for their members and for those they sponsor, by affiliations in force on the day of the
incident.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from attacks.choices import AffiliationKind

from .ancestry import Window, cuts
from .columns import Array, Columns, Mask
from .declared import NOBODY
from .dictionaries import Attributions
from .filters import Filter
from .moment import Moment
from .parameters import split
from .schema import bits

# Facet → the affiliations under which an actor counts for it.
KINDS = {
    "actor": AffiliationKind.FRONT_FOR,
    "umbrella": AffiliationKind.MEMBER_OF,
    "sponsor": AffiliationKind.SPONSORED_BY,
}


@dataclass(frozen=True, slots=True)
class Names:
    """The codes that count for some names on any day (`always`), and those that do from one day to another."""

    always: Mask
    spans: list[tuple[int, int, Mask]]  # first and last day, codes
    is_left_out: bool = False

    def of_rows(self, columns: Columns) -> Mask:
        found = self.always[columns.attributed]
        for since, until, codes in self.spans:
            low, high = columns.from_day.searchsorted(since), columns.from_day.searchsorted(until, "right")
            found[low:high] |= codes[columns.attributed[low:high]]
        return ~found if self.is_left_out else found

    def of_codes(self, codes: Array, segments: Array, cuts: Array) -> Mask:
        """For codes in segments of time, of which one begins with each day of `cuts`."""
        found = self.always[codes]
        for since, until, named in self.spans:
            low, high = cuts.searchsorted([since, until], "right")
            found |= named[codes] & (segments >= low) & (segments <= high)
        return ~found if self.is_left_out else found


class Attributed:
    """The conditions of one filter at one moment."""

    def __init__(self, query: Filter, moment: Moment, attributions: Attributions) -> None:
        self.query = query
        self.moment = moment
        self.attributions = attributions
        self.asked = self.mask(*query.chosen("basis"))
        self.chosen = [name for name in KINDS if getattr(query, name)]
        self.is_basis_asked = query.is_set("basis") or query.is_set("confidence")

    @property
    def narrows(self) -> bool:
        return bool(self.chosen) or self.is_basis_asked

    def mask(self, *bases: str) -> int:
        """The bits of attributions on these bases that are firm enough."""
        return sum(bits(basis, self.query.confidence) for basis in bases)

    def windows(self, name: str) -> tuple[Window, ...]:
        if name == "actor" and self.query.actor_by != "parent":
            return ()
        return self.moment.ancestry.windows(KINDS[name], self.query.affiliation_confidence)

    def named(self, name: str, values: Iterable[str], mask: int, *, is_left_out: bool = False) -> Names:
        """What counts for any of the values of a facet, on bases of `mask`."""
        values = set(values)
        always = self.attributions.naming(values, mask)
        if NOBODY in values:
            always |= self.attributions.masks & mask == 0
        behind: dict[tuple[int, int], set[str]] = defaultdict(set)
        for window in self.windows(name):
            if window.ancestor in values:
                behind[window.since, window.until].add(window.actor)
        spans = [(*span, self.attributions.naming(actors, mask)) for span, actors in sorted(behind.items())]
        return Names(always, spans, is_left_out)

    def conditions(self, mask: int, *, but: str = "") -> list[Names]:
        """What the filter asks, on bases of `mask`; `but` leaves out what it asks of one facet."""
        found = [
            self.named(name, values, mask, is_left_out=bool(is_left_out))
            for name in self.chosen
            if name != but
            for is_left_out, values in enumerate(split(getattr(self.query, name)))
            if values
        ]
        # Without a group a basis or a confidence asks for anybody who is named on it.
        if (self.is_basis_asked or but == "basis") and but != "actor" and not split(self.query.actor)[0]:
            found.append(Names(self.attributions.masks & mask != 0, []))
        return found

    def of_rows(self, columns: Columns) -> Mask:
        """The rows that match."""
        found = np.ones(len(columns), bool)
        for names in self.conditions(self.asked):
            found &= names.of_rows(columns)
        return found

    def cuts(self, names: set[str]) -> Array:
        """Days that part time into segments in which the affiliations behind these facets stay the same."""
        return np.array(sorted({cut for name in KINDS if name in names for cut in cuts(self.windows(name))}), np.int64)
