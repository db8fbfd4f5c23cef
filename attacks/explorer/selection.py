"""A filter applied: SQL for the rows that match, and for those that match but for one parameter.

`near_trait` and `near_place` hold the dictionary entries that miss at most one parameter, and which one ("": none).
Rows that match but for one are counted for the options of that parameter (drill-sideways).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

import duckdb

from .declared import BASIS, NOBODY, PARAMETERS
from .filters import Filter
from .moment import Moment, number_of
from .parameters import PLACE, TRAIT
from .schema import bits

LARGE = 100_000  # rows from which on copying most of them costs more than it saves


class Selection:
    """The rows of one filter at one watermark, on one connection. `rows_of_hits` is a table or subquery, `f`."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, query: Filter, moment: Moment, text: str | None, size: int
    ) -> None:
        self.connection = connection
        self.query = query
        self.moment = moment
        self.text = text  # the table with the versions in which the words were found
        self.since = number_of(query.since) if query.since else None
        self.until = number_of(query.until) if query.until else None
        self.names_somebody = bool(query.actor) or query.basis != BASIS
        self.asked = sum(bits(basis) for basis in query.basis)
        self._scopes = {
            scope: [p for p in PARAMETERS if p.scope == scope and getattr(query, p.field)] for scope in (TRAIT, PLACE)
        }
        # The most common condition has a column of its own.
        self.is_usual = not any(query.is_set(parameter) for parameter in self._scopes[TRAIT])
        for scope in (TRAIT, PLACE):
            if self.narrows(scope):
                self._make_near(scope)
        self._make_asked()
        self.is_wide = size > LARGE and not self._is_narrow()
        if self.is_wide:
            self.hits = f"(SELECT f.* FROM {self.matching()}) f"
        else:
            self.hits = "hit f"
            columns = "f.* EXCLUDE (from_rev, to_rev, is_usual)"
            self.execute(f"CREATE TEMP TABLE hit AS SELECT {columns} FROM {self.matching()}")

    def execute(self, sql: str, params: Iterable[Any] | None = None) -> duckdb.DuckDBPyConnection:
        return self.connection.execute(sql, list(params or ()))

    def rows(self, sql: str, params: Iterable[Any] | None = None) -> list[tuple[Any, ...]]:
        return self.execute(sql, params).fetchall()

    def narrows(self, scope: str) -> bool:
        """Whether any parameter of a dictionary does."""
        return bool(self._scopes[scope])

    def matching(self, *, but: str = "", missing: str = "") -> str:
        """SQL after FROM for matching rows, `f`, of `incident`; more conditions may follow with AND.

        `but` leaves out "period" or "attribution". `missing` gives instead the rows that miss one parameter of a scope.
        """
        watermark = self.moment.watermark
        joins = ["incident f"]
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
        if but != "attribution" and self.names_somebody:
            parts.append(self._attributed())
        if self.text:
            # A semi join, so that its column does not stand beside `version` of the rows.
            joins.append(f"SEMI JOIN {self.text} ON {self.text}.version = f.version")
        return f"{' '.join(joins)} WHERE {' AND '.join(parts)}"

    def segment(self) -> str:
        """SQL for the number of cuts of affiliations up to the day of `f`; one number sees the same affiliations."""
        whens = [f" WHEN from_day >= {cut} THEN {number}" for number, cut in enumerate(self._cuts(), start=1)]
        return f"(CASE{''.join(reversed(whens))} ELSE 0 END)::USMALLINT" if whens else "0::USMALLINT"

    def _cuts(self) -> list[int]:
        return self.moment.ancestry.cuts if self.query.actor_by == "parent" else []

    # Steps ------------------------------------------------------------------------------------------------------------

    def _attributed(self) -> str:
        """SQL for rows that name an asked actor on an asked basis, on the same row and on the day of the incident."""
        query = self.query
        if not query.actor:
            return f"f.attributed IN (SELECT code FROM attributed WHERE mask & {self.asked} <> 0)"
        sets = [f"SELECT code FROM named WHERE mask & {self.asked} <> 0 AND actor IN (FROM asked_actor)"]
        if NOBODY in query.actor:
            sets.append(f"SELECT code FROM attributed WHERE mask & {self.asked} = 0")
        parts = [f"f.attributed IN ({' UNION ALL '.join(sets)})"]
        if query.actor_by == "parent":
            asked = [window for window in self.moment.ancestry.windows if window.ancestor in query.actor]
            for since, until in sorted({(window.since, window.until) for window in asked}):
                parts.append(
                    f"(f.from_day BETWEEN {since} AND {until} AND f.attributed IN (SELECT code FROM named"
                    f" WHERE mask & {self.asked} <> 0 AND actor IN (SELECT actor FROM ancestry"
                    f" JOIN asked_actor ON ancestor = name WHERE since = {since} AND until = {until})))"
                )
        return "(" + " OR ".join(parts) + ")"

    def _is_narrow(self) -> bool:
        """Whether something keeps most rows out."""
        return bool(self.text or self.names_somebody or self.query.since or self.query.until) or any(
            self.query.is_set(parameter) for parameter in PARAMETERS if parameter.scope
        )

    def _make_near(self, scope: str) -> None:
        parameters = self._scopes[scope]
        values = [list(getattr(self.query, parameter.field)) for parameter in parameters]
        holds = ["code", *(f"{parameter.condition} AS holds_{parameter.name}" for parameter in parameters)]
        missed = "".join(f" WHEN NOT holds_{parameter.name} THEN '{parameter.name}'" for parameter in parameters)
        misses = " + ".join(f"(NOT holds_{parameter.name})::INTEGER" for parameter in parameters)
        self.execute(
            f"CREATE TEMP TABLE near_{scope} AS SELECT code, CASE{missed} ELSE '' END AS missed"
            f" FROM (SELECT {', '.join(holds)} FROM {scope}) WHERE {misses} <= 1",
            values,
        )

    def _make_asked(self) -> None:
        """What is asked of actors, as tables, so that no text of a query ever stands in SQL."""
        if actors := [[actor] for actor in self.query.actor]:
            self._table("asked_actor (name VARCHAR)", actors)
        if self.query.actor_by == "parent":
            cuts = self._cuts()
            windows = [
                [w.actor, w.ancestor, w.since, w.until, bisect_right(cuts, w.since), bisect_right(cuts, w.until)]
                for w in self.moment.ancestry.windows
            ]
            columns = "since INTEGER, until INTEGER, low INTEGER, high INTEGER"  # days, and segments
            self._table(f"ancestry (actor VARCHAR, ancestor VARCHAR, {columns})", windows)

    def _table(self, definition: str, rows: list[list[Any]]) -> None:
        self.execute(f"CREATE TEMP TABLE {definition}")
        if rows:
            name = definition.split()[0]
            values = ", ".join("(" + ", ".join("?" for _ in row) + ")" for row in rows)
            self.execute(f"INSERT INTO {name} VALUES {values}", [value for row in rows for value in row])
