"""A filter applied: SQL for the rows that match, and for those that match but for one parameter.

`near_trait` and `near_place` hold the dictionary entries that miss at most one parameter, and which one ("": none).
Rows that match but for one are counted for the options of that parameter (drill-sideways).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from .attributed import Attributed
from .declared import PARAMETERS
from .filters import Filter
from .lookups import NOTHING, Inside, Lookups
from .measures import BARRAGES, counted, incidents
from .moment import Moment, number_of
from .parameters import PLACE, TRAIT, Parameter

LARGE = 100_000  # rows from which on copying most of them costs more than it saves


class Selection:
    """The rows of one filter at one watermark, on one connection. `hits` is a table or subquery, `f`."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, query: Filter, moment: Moment, found: Lookups, size: int
    ) -> None:
        self.connection = connection
        self.query = query
        self.moment = moment
        self.found = found
        self.since = number_of(query.since) if query.since else None
        self.until = number_of(query.until) if query.until else None
        self.attributed = Attributed(query, moment)
        # Parameters that keep something out: scope → parameter, its condition, the values bound in it.
        self._scopes: dict[str, list[tuple[Parameter, str, list[Any]]]] = {TRAIT: [], PLACE: []}
        for parameter in PARAMETERS:
            if parameter.scope:
                condition, bound = parameter.holds(getattr(query, parameter.field))
                if condition:
                    self._scopes[parameter.scope].append((parameter, condition, bound))
        # The most common condition has a column of its own.
        self.is_usual = not any(query.is_set(parameter) for parameter, *_rest in self._scopes[TRAIT])
        for scope in (TRAIT, PLACE):
            if self.narrows(scope):
                self._make_near(scope)
        self._make_asked()
        if query.measure == BARRAGES:
            self._make_barrages()
        self.is_wide = size > LARGE and not self._is_narrow()
        if self.is_wide:
            self.hits = self.weighed()
        else:
            self.hits = "hit f"
            columns = "f.* EXCLUDE (from_rev, to_rev, is_usual)"
            self.execute(f"CREATE TEMP TABLE hit AS SELECT {columns} FROM {self.weighed()}")

    def execute(self, sql: str, params: Iterable[Any] | None = None) -> duckdb.DuckDBPyConnection:
        return self.connection.execute(sql, list(params or ()))

    def rows(self, sql: str, params: Iterable[Any] | None = None) -> list[tuple[Any, ...]]:
        return self.execute(sql, params).fetchall()

    def narrows(self, scope: str) -> bool:
        """Whether any parameter of a dictionary does."""
        return bool(self._scopes[scope])

    def matching(self, *, but: str = "", missing: str = "") -> str:
        """SQL after FROM for matching rows, `f`, of `incident`; more conditions may follow with AND.

        `but` leaves out "period", "attribution" or "area".
        `missing` gives instead the rows that miss one parameter of a scope.
        """
        watermark = self.moment.watermark
        joins = [incidents(self.query)]
        parts = [f"f.from_rev <= {watermark} AND f.to_rev > {watermark}"]
        if but != "period":
            if self.until is not None:
                parts.append(f"f.from_day <= {self.until}")
            if self.since is not None:
                parts.append(f"f.to_day >= {self.since}")
        for scope in (TRAIT, PLACE):
            if scope == TRAIT != missing and self.is_usual:
                parts.append("f.is_usual")
            elif self.narrows(scope):
                # Codes are unique, so this is a filter; DuckDB joins on them faster than it looks for them in a set.
                joins.append(f"JOIN near_{scope} ON near_{scope}.code = f.{scope}")
                parts.append(f"near_{scope}.missed {'<>' if missing == scope else '='} ''")
        if but != "attribution" and self.attributed.narrows:
            parts.append(self.attributed.condition(self.attributed.asked))
        if but != "area":
            parts += [self._lies_inside(inside) for inside in self.found.inside]
        for words in self.found.words:
            # A semi join, so that its column does not stand beside `version` of the rows.
            joins.append(f"SEMI JOIN {words} ON {words}.version = f.version")
        return f"{' '.join(joins)} WHERE {' AND '.join(parts)}"

    def weighed(self, *, but: str = "") -> str:
        """The matching rows as a subquery, `f`; of each barrage the first counted row weighs one, the others none."""
        rows = self.matching(but=but)
        if self.query.measure != BARRAGES:
            return f"(SELECT f.* FROM {rows}) f"
        first = f"first_{but or 'of_all'}"
        self.execute(
            f"CREATE TEMP TABLE {first} AS SELECT arg_min(f.version, (f.from_day, f.public_id)) AS version FROM {rows}"
            f" AND barrage IS NOT NULL AND {counted(self.query)} GROUP BY barrage"
        )
        weight = f"CASE WHEN barrage IS NULL THEN weight ELSE (f.version IN (FROM {first}))::INTEGER END"
        return f"(SELECT f.* REPLACE ({weight} AS weight) FROM {rows}) f"

    @staticmethod
    def _lies_inside(inside: Inside) -> str:
        places = f"SELECT code FROM place WHERE base IN (FROM {inside.bases})"
        return f"(f.place IN ({places}) OR f.version IN (FROM {inside.versions}))"

    def segment(self, cuts: list[int]) -> str:
        """SQL for the number of these cuts up to the day of `f`."""
        whens = [f" WHEN from_day >= {cut} THEN {number}" for number, cut in enumerate(cuts, start=1)]
        return f"(CASE{''.join(reversed(whens))} ELSE 0 END)::USMALLINT" if whens else "0::USMALLINT"

    # Steps ------------------------------------------------------------------------------------------------------------

    def _is_narrow(self) -> bool:
        """Whether something keeps most rows out."""
        if self.found is not NOTHING or self.attributed.narrows:
            return True
        return bool(self.query.since or self.query.until) or any(
            self.query.is_set(parameter) for parameter in PARAMETERS if parameter.scope
        )

    def _make_near(self, scope: str) -> None:
        parameters = self._scopes[scope]
        names = [parameter.name for parameter, *_rest in parameters]
        holds = ["code", *(f"({condition}) AS holds_{parameter.name}" for parameter, condition, _bound in parameters)]
        missed = "".join(f" WHEN NOT holds_{name} THEN '{name}'" for name in names)
        misses = " + ".join(f"(NOT holds_{name})::INTEGER" for name in names)
        self.execute(
            f"CREATE TEMP TABLE near_{scope} AS SELECT code, CASE{missed} ELSE '' END AS missed"
            f" FROM (SELECT {', '.join(holds)} FROM {scope}) WHERE {misses} <= 1",
            [value for _parameter, _condition, bound in parameters for value in bound],
        )

    def _make_asked(self) -> None:
        """What is asked of attributions, as tables, so that no text of a query ever stands in SQL."""
        if self.attributed.chosen:
            rows = self.attributed.tables()
            self.table("asked (facet VARCHAR, name VARCHAR, is_left_out BOOLEAN)", rows["asked"])
            columns = "actor VARCHAR, ancestor VARCHAR, since INTEGER, until INTEGER"
            self.table(f"behind (facet VARCHAR, {columns})", rows["behind"])

    def _make_barrages(self) -> None:
        rows = self.moment.barrages(self.connection)
        self.table("barrage_of (version UINTEGER, barrage INTEGER)", [list(row) for row in rows.items()])

    def table(self, definition: str, rows: list[list[Any]]) -> None:
        """Makes a table that is gone with the selection."""
        self.execute(f"CREATE TEMP TABLE {definition}")
        if rows:
            columns = [list(column) for column in zip(*rows, strict=True)]
            self.execute(
                f"INSERT INTO {definition.split()[0]} SELECT {', '.join('unnest(?)' for _ in columns)}", columns
            )
