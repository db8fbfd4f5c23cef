"""To whom incidents are attributed: conditions of a filter on group, umbrella, sponsor, basis and confidence.

A group counts where one and the same attribution names it on a chosen basis with enough confidence. Umbrella and
sponsor count in the same way for their members and for those they sponsor, by affiliations in force on the day of the
incident.
"""

from __future__ import annotations

from bisect import bisect_right

from attacks.choices import AffiliationKind

from .ancestry import Window, cuts
from .declared import NOBODY
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


class Attributed:
    """The conditions of one filter at one moment."""

    def __init__(self, query: Filter, moment: Moment) -> None:
        self.query = query
        self.moment = moment
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

    def tables(self) -> dict[str, list[list[object]]]:
        """What the conditions look up, so that no text of a query ever stands in SQL: table → rows."""
        found: dict[str, list[list[object]]] = {"asked": [], "behind": []}
        for name in self.chosen:
            asked, left_out = split(getattr(self.query, name))
            found["asked"] += [[name, value, False] for value in asked] + [[name, value, True] for value in left_out]
            found["behind"] += [[name, w.actor, w.ancestor, w.since, w.until] for w in self.windows(name)]
        return found

    def condition(
        self, mask: int, *, but: str = "", code: str = "f.attributed", segments: list[int] | None = None
    ) -> str:
        """SQL for what the filter asks, on bases of `mask`; `but` leaves out what it asks of one facet.

        `code` is a column of attributions. Days are those of `f`, or numbers of segments of time, cut at `segments`.
        """
        parts = []
        for name in self.chosen:
            for is_left_out, values in enumerate(split(getattr(self.query, name))):
                if values and name != but:
                    names = self._names(name, values, mask, code, segments, bool(is_left_out))
                    parts.append(f"NOT {names}" if is_left_out else names)
        # Without a group a basis or a confidence asks for anybody who is named on it.
        if (self.is_basis_asked or but == "basis") and but != "actor" and not split(self.query.actor)[0]:
            parts.append(f"{code} IN (SELECT code FROM attributed WHERE mask & {mask} <> 0)")
        return " AND ".join(parts) or "true"

    def _names(
        self, name: str, values: tuple[str, ...], mask: int, code: str, segments: list[int] | None, is_left_out: bool
    ) -> str:
        asked = f"SELECT name FROM asked WHERE facet = '{name}' AND is_left_out = {is_left_out}"
        sets = [f"SELECT code FROM named WHERE mask & {mask} <> 0 AND actor IN ({asked})"]
        if NOBODY in values:
            sets.append(f"SELECT code FROM attributed WHERE mask & {mask} = 0")
        parts = [f"{code} IN ({' UNION ALL '.join(sets)})"]
        spans = {(window.since, window.until) for window in self.windows(name) if window.ancestor in values}
        for since, until in sorted(spans):
            low, high = (
                (since, until) if segments is None else (bisect_right(segments, since), bisect_right(segments, until))
            )
            when = "f.from_day" if segments is None else "segment"
            parts.append(
                f"({when} BETWEEN {low} AND {high} AND {code} IN (SELECT code FROM named"
                f" WHERE mask & {mask} <> 0 AND actor IN (SELECT actor FROM behind WHERE facet = '{name}'"
                f" AND since = {since} AND until = {until} AND ancestor IN ({asked}))))"
            )
        return "(" + " OR ".join(parts) + ")"

    def cuts(self, names: set[str]) -> list[int]:
        """Days that part time into segments in which the affiliations behind these facets stay the same."""
        return sorted({cut for name in KINDS if name in names for cut in cuts(self.windows(name))})
