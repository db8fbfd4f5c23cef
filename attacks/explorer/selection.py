"""A filter applied: temporary tables of one transaction from which every panel is counted.

`near_trait` and `near_place` hold the dictionary entries that miss at most one parameter, and which; `hit` holds the rows
that match. Rows that match but for one parameter are counted beside them for that parameter's own options.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from .ancestry import BEGINNING, Ancestry
from .filters import BASIS, BY_NAME, NOBODY, PARAMETERS, Filter
from .parameters import PLACE, TRAIT, Parameter

EPOCH = 719_163  # ordinal of 1970-01-01
CODES = {parameter.name: number for number, parameter in enumerate(PARAMETERS, start=1)}


class Selection:
    """The rows of one filter at one watermark, on one connection."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        query: Filter,
        watermark: int,
        ancestry: Ancestry,
        text: str | None,
    ) -> None:
        self.connection = connection
        self.query = query
        self.watermark = watermark
        self.ancestry = ancestry
        self.text = text  # the table with the versions in which the words were found
        self.since = query.since.toordinal() - EPOCH if query.since else None
        self.until = query.until.toordinal() - EPOCH if query.until else None
        self.names_somebody = bool(query.actor) or query.basis != BASIS
        self._make_near(TRAIT)
        self._make_near(PLACE)
        self._make_attribution()
        kind = "VIEW" if self._is_wide() else "TABLE"
        self.execute(
            f"CREATE TEMP {kind} hit AS SELECT f.* EXCLUDE (from_rev, to_rev) FROM incident f WHERE {self.where()}"
        )

    def execute(self, sql: str, params: Iterable[Any] | None = None) -> duckdb.DuckDBPyConnection:
        return self.connection.execute(sql, list(params or ()))

    def rows(self, sql: str, params: Iterable[Any] | None = None) -> list[tuple[Any, ...]]:
        return self.execute(sql, params).fetchall()

    def has(self, scope: str) -> bool:
        """Whether any parameter of a dictionary narrows."""
        return any(parameter.scope == scope for parameter in self._narrowing())

    def where(self, *, but: str = "") -> str:
        """SQL over `incident f` that holds for matching rows; `but` leaves out one scope (or "period")."""
        parts = [f"f.from_rev <= {self.watermark} AND f.to_rev > {self.watermark}"]
        if but != "period":
            if self.until is not None:
                parts.append(f"f.from_day <= {self.until}")
            if self.since is not None:
                parts.append(f"f.to_day >= {self.since}")
        for scope in (TRAIT, PLACE):
            if but != scope and self.has(scope):
                parts.append(f"f.{scope} IN (SELECT code FROM near_{scope} WHERE missed = 0)")
        if but != "attribution" and self.names_somebody:
            parts.append(self.attributed("f.attributed", "f.from_day"))
        if self.text:
            parts.append(f"f.version IN (SELECT version FROM {self.text})")
        return " AND ".join(parts)

    def attributed(self, code: str, day: str, basis: str = "basis IN (FROM asked_basis)") -> str:
        """SQL that holds where the attributions under `code` name an asked actor on the same row as `basis`, on `day`."""
        on_basis = f"SELECT code FROM attribution WHERE {basis}"
        if not self.query.actor:
            return f"{code} IN ({on_basis})"
        parts = [f"{code} IN ({on_basis} AND actor IN (FROM asked_actor))"]
        if NOBODY in self.query.actor:
            parts.append(f"{code} NOT IN ({on_basis})")
        asked = [w for w in self.ancestry.windows if w.ancestor in self.query.actor]
        if self.query.actor_by == "parent":
            for since, until in sorted({(window.since, window.until) for window in asked}):
                fronts = f"SELECT actor FROM ancestry JOIN asked_actor ON ancestor = name WHERE since = {since} AND until = {until}"
                parts.append(f"({day} BETWEEN {since} AND {until} AND {code} IN ({on_basis} AND actor IN ({fronts})))")
        return "(" + " OR ".join(parts) + ")"

    def segment(self, day: str) -> str:
        """SQL for the day from which on the same affiliations hold as on `day`; one for all where nothing depends on it."""
        cuts = self.ancestry.cuts if self.query.actor_by == "parent" else []
        whens = "".join(f" WHEN {day} >= {cut} THEN {cut}" for cut in reversed(cuts))
        return f"CASE{whens} ELSE {BEGINNING} END" if whens else f"{BEGINNING}"

    # Steps ------------------------------------------------------------------------------------------------------------

    def _narrowing(self) -> list[Parameter]:
        return [p for p in PARAMETERS if p.scope and getattr(self.query, p.field)]

    def _is_wide(self) -> bool:
        """Whether most rows match anyway, so that keeping them aside costs more than it saves."""
        return not (self.text or self.names_somebody or self.since or self.until) and not any(
            self.query.is_set(parameter) for parameter in PARAMETERS if parameter.scope
        )

    def _make_near(self, scope: str) -> None:
        parameters = [parameter for parameter in self._narrowing() if parameter.scope == scope]
        values = [list(getattr(self.query, parameter.field)) for parameter in parameters]
        holds = ["code"] + [f"{p.condition} AS holds_{p.name}" for p in parameters]
        missed = "".join(f" WHEN NOT holds_{p.name} THEN {CODES[p.name]}" for p in parameters)
        misses = " + ".join(f"(NOT holds_{p.name})::INTEGER" for p in parameters) or "0"
        self.execute(
            f"CREATE TEMP TABLE near_{scope} AS"
            f" SELECT code, {f'CASE{missed} ELSE 0 END' if missed else '0'} AS missed"
            f" FROM (SELECT {', '.join(holds)} FROM {scope}) WHERE {misses} <= 1",
            values,
        )

    def _make_attribution(self) -> None:
        """What is asked of attributions, as tables, so that no value of a query ever stands in SQL."""
        self._table("asked_basis (name VARCHAR)", [[basis] for basis in self.query.basis])
        self._table("asked_actor (name VARCHAR)", [[actor] for actor in self.query.actor if actor != NOBODY])
        if self.query.actor_by == "parent":
            windows = [[w.actor, w.ancestor, w.since, w.until] for w in self.ancestry.windows]
            self._table("ancestry (actor VARCHAR, ancestor VARCHAR, since INTEGER, until INTEGER)", windows)

    def _table(self, definition: str, rows: list[list[Any]]) -> None:
        self.execute(f"CREATE TEMP TABLE {definition}")
        if rows:
            name = definition.split()[0]
            values = ", ".join("(" + ", ".join("?" for _ in row) + ")" for row in rows)
            self.execute(f"INSERT INTO {name} VALUES {values}", [value for row in rows for value in row])


assert BY_NAME.keys() == CODES.keys()
