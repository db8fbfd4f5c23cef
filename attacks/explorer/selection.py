"""A filter applied: the rows that match, and those that match but for one thing (drill-sideways).

What a filter asks of traits and places is worked out for their codes: `misses` says how many of the parameters a code
misses, and which where it is a single one. A row that misses one is counted for the options of that parameter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .attributed import KINDS, Attributed
from .columns import Array, Mask, stretches
from .declared import PARAMETERS
from .dictionaries import Dictionary
from .filters import VIEW, Filter, values
from .lookups import Inside, Lookups, Word
from .measures import BARRAGES, TOLLS, counted
from .moment import Moment, number_of
from .parameters import PLACE, TRAIT
from .schema import ANY_BITS
from .table import State
from .tally import Tally

PERIOD, ATTRIBUTION, AREA = "period", "attribution", "area"
MANY = 255
# The values of a filter on which those rows depend that match but for what is asked of a scope.
_BUT = {
    **{
        scope: values(but={*VIEW, *(parameter.field for parameter in PARAMETERS if parameter.scope == scope)})
        for scope in (TRAIT, PLACE)
    },
    ATTRIBUTION: values(but={*VIEW, *KINDS, "basis", "confidence"}),
}


@dataclass(frozen=True, slots=True)
class Misses:
    """`which`: for each code 0 where it misses nothing, the number of the one parameter that it misses, or `MANY`."""

    parameters: list[str]
    which: Array

    def near(self, facet: str) -> Mask:
        """The codes that miss nothing but perhaps this one."""
        found: Mask = self.which == 0
        if facet in self.parameters:
            found |= self.which == self.parameters.index(facet) + 1
        return found


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of the table in their order: their numbers, and what each of them adds.

    `barrage` is None unless the filter counts barrages; it holds the number of each row's barrage, or -1.
    """

    at: Array
    weight: Array  # where each is counted once: of each barrage the first counted row weighs one
    single: Array  # what a row adds that is in no barrage, and 0 for the others
    barrage: Array | None
    is_counted: Mask

    def only(self, wanted: Mask) -> Rows:
        """These without those that are not wanted."""
        kept = np.flatnonzero(wanted)
        weight, barrage = self.weight[kept], None if self.barrage is None else self.barrage[kept]
        single = weight if self.single is self.weight else self.single[kept]
        return Rows(self.at[kept], weight, single, barrage, self.is_counted[kept])


class Selection:
    """The rows of one filter at one watermark."""

    def __init__(self, state: State, query: Filter, moment: Moment, found: Lookups) -> None:
        self.query = query
        self.moment = moment
        self.found = found
        self.state = state
        self.columns = state.columns
        self.since = number_of(query.since) if query.since else None
        self.until = number_of(query.until) if query.until else None
        self.attributed = Attributed(query, moment, state.attributions)
        # What stands for a scope: its dictionary, and the code of each row.
        self.scopes = {TRAIT: (state.traits, state.columns.trait), PLACE: (state.places, state.columns.place)}
        self.misses = {scope: self._misses(scope, codes) for scope, (codes, _column) in self.scopes.items()}
        self.counted_marks = counted(query)
        self._parts = dict(self._conditions())

    @cached_property
    def hits(self) -> Rows:
        """The rows that match."""
        return self.matching()

    @cached_property
    def counted(self) -> Rows:
        """Those of them that are counted."""
        return self.hits.only(self.hits.is_counted)

    def matching(self, *, but: str = "") -> Rows:
        """The rows that match, whatever they are as to `but`: a scope, "period", "attribution" or "area"."""
        mask = self.moment.public
        for name, part in self._parts.items():
            if name != but:
                mask = mask & part
        at = np.flatnonzero(mask)
        is_counted = self.counted_marks[self.columns.mark[at]]
        weight = single = self._weight(at).astype(np.float64)
        barrage = None
        if self.query.measure == BARRAGES:
            barrage = self.moment.barrages[at]
            single = np.where(barrage < 0, weight, 0)
            weight = single.copy()
            tied = np.flatnonzero((barrage >= 0) & is_counted)
            weight[tied[np.unique(barrage[tied], return_index=True)[1]]] = 1
        return Rows(at, weight, single, barrage, is_counted)

    def tally(self, scope: str) -> Tally:
        """Rows that match but for what is asked of a scope, by their code there."""
        codes, column = self.scopes[scope]

        def count() -> Tally:
            rows = self.matching(but=scope) if self.misses[scope].parameters else self.hits
            return Tally.count(column[rows.at], rows, codes.size)

        return self.moment.tallies.of((scope, _BUT[scope](self.query)), count)

    def attributed_tally(self, cuts: Array) -> tuple[Array, Array, Tally]:
        """Counted rows that match but for what is asked of attributions, by code and segment of time.

        A segment begins with each day of `cuts`. Of the many pairs few occur: their codes and their segments, and the
        rows by the number of their pair among them.
        """
        size = self.state.attributions.size

        def count() -> tuple[Array, Array, Tally]:
            rows = self.hits
            if self.attributed.narrows:
                rows = self.matching(but=ATTRIBUTION)
            rows = rows.only(rows.is_counted)
            numbers = self.columns.attributed[rows.at].astype(np.int64)
            if len(cuts):
                numbers += stretches(rows.at, self.columns.from_day.searchsorted(cuts)) * size
            there, tally = Tally.count(numbers, rows, size * (len(cuts) + 1)).compact()
            return there % size, there // size, tally

        return self.moment.tallies.of((ATTRIBUTION, cuts.tobytes(), _BUT[ATTRIBUTION](self.query)), count)

    @cached_property
    def by_place(self) -> tuple[Array, Array]:
        """For each code of a place how many records match, and what they add."""
        codes, column = self.scopes[PLACE]
        if self.query.measure == BARRAGES:  # which record adds for a barrage depends on all that match
            code = column[self.hits.at]
            return np.bincount(code, minlength=codes.size), np.bincount(code, self.hits.weight, codes.size)
        tally, fits = self.tally(PLACE), self.misses[PLACE].which == 0
        return tally.records * fits, tally.n * fits

    def _misses(self, scope: str, codes: Dictionary) -> Misses:
        names, which = [], np.zeros(codes.size, np.uint8)
        for parameter in PARAMETERS:
            if parameter.scope == scope:
                fits = parameter.lets_through(getattr(self.query, parameter.field), codes)
                if fits is not None:
                    names.append(parameter.name)
                    which = np.where(fits, which, np.where(which == 0, len(names), MANY)).astype(np.uint8)
        return Misses(names, which)

    def _conditions(self) -> Iterable[tuple[str, Mask]]:
        columns = self.columns
        for scope, (_codes, column) in self.scopes.items():
            if self.misses[scope].parameters:
                yield scope, (self.misses[scope].which == 0)[column]
        if self.attributed.narrows:
            yield ATTRIBUTION, self.attributed.of_rows(columns)
        if self.since is not None or self.until is not None:
            in_period = np.ones(len(columns), bool)
            if self.until is not None:
                in_period[columns.from_day.searchsorted(self.until, "right") :] = False
            if self.since is not None:
                in_period &= columns.to_day >= self.since
            yield PERIOD, in_period
        if self.found.inside:
            yield AREA, np.logical_and.reduce([self._lies_inside(inside) for inside in self.found.inside])
        for number, word in enumerate(self.found.words):
            yield f"word {number}", self._speaks_of(word)

    def _speaks_of(self, word: Word) -> Mask:
        found = self.columns.with_versions(word.versions)
        if word.bases:
            found |= self.state.places.having("base", word.bases)[self.columns.place]
        if word.actors:
            found |= self.state.attributions.naming(word.actors, ANY_BITS)[self.columns.attributed]
        return found

    def _lies_inside(self, inside: Inside) -> Mask:
        at_bases: Mask = self.state.places.having("base", inside.bases)[self.columns.place]
        return at_bases | self.columns.with_versions(inside.versions)

    def _weight(self, at: Array) -> Array:
        """What each of these rows adds under the measure, barrages aside."""
        measure = self.query.measure
        if measure in TOLLS:
            return self.state.tolls.low[TOLLS[measure]][self.columns.toll[at]]
        if measure == "records":
            return np.ones(len(at))
        return self.columns.weight[at]
