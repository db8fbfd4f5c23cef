"""What is published, in the memory of this process: arrays to count in, brought up to date before every answer."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
from django.conf import settings

from attacks.choices import Role
from attacks.kept import Kept

from . import schema, source
from .columns import Array, Columns
from .dictionaries import Attributions, Dictionary, Tolls
from .moment import Moment
from .source import TOLL_COLUMNS


@dataclass(frozen=True)
class State:
    """What this process holds at one watermark, of a ledger named by its head. Never changed, only followed."""

    head: source.Head
    columns: Columns
    traits: Dictionary
    places: Dictionary
    tolls: Tolls
    attributions: Attributions
    links: dict[int, bytes]  # version → public id that stands for its barrage
    # A few bytes each for every row of the table.
    moments: Kept[int, Moment] = field(default_factory=lambda: Kept(4), compare=False)

    @property
    def watermark(self) -> int:
        return self.head.revision


NOTHING = State(
    source.Head(0, "", 0),
    Columns.none(),
    Dictionary(np.empty(0, np.uint8), {}),
    Dictionary(np.empty(0, np.uint8), {}),
    Tolls.empty(dict.fromkeys(name.rpartition("_")[0] for name in TOLL_COLUMNS)),
    Attributions(np.empty(0, np.uint16), {}),
    {},
)


class Loaded:
    """One filled database; replaced as a whole when it is damaged or the ledger is another one.

    DuckDB takes in what is published, gives codes to what repeats and holds the small tables; `state` is what questions
    are answered from.
    """

    def __init__(self, head: source.Head) -> None:
        self.database = duckdb.connect(
            ":memory:",
            config={
                "threads": getattr(settings, "EXPLORER_THREADS", 2),
                "memory_limit": getattr(settings, "EXPLORER_MEMORY", "1GB"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                # Memory that filling the table took goes back at once.
                "allocator_background_threads": True,
                "allocator_flush_threshold": "16MB",
                "allow_community_extensions": False,
            },
        )
        # It reads this file in memory and no other.
        self.file = source.MemoryFile()
        self.database.execute(f"SET allowed_paths = {[self.file.path]}; SET enable_external_access = false")
        self.database.execute(schema.TABLES)
        # Beside it, since they are worth nothing without it: parts of answers (explore), lookups.
        self.answers: Kept[Any, Any] = Kept(2048)
        self.known: tuple[int, dict[str, set[str]]] = (-1, {})
        self.lookups: Kept[Any, Any] = Kept(48)
        self.state = NOTHING
        self.apply(head)

    def apply(self, head: source.Head) -> None:
        """Reads what was published after the watermark, up to `head`, and follows the state by that one."""
        known = self.state
        params = {"above": known.watermark, "upto": head.revision}
        connection = self.database.cursor()
        try:
            connection.begin()
            self._take_in(connection, params)
            links = {version: barrage.encode() for version, barrage in connection.execute(schema.LINKS).fetchall()}
            rows = _arrived(connection)
            changed = set(source.DIMENSIONS)
            if known.watermark:
                changed &= source.record_types_between(known.watermark, head.revision)
            for record_type in changed:
                for table, sql in source.DIMENSIONS[record_type].items():
                    connection.execute(f"DELETE FROM {table}")
                    for path in source.chunks(sql, params, self.file):
                        connection.execute(schema.insert_dimension(table), {"path": path})
            traits = _dictionary(connection, "trait", source.TRAIT, schema.TRAIT_FACETS, known.traits)
            places = _dictionary(connection, "place", source.PLACE, schema.PLACE_FACETS, known.places)
            columns = known.columns.with_rows(_columns(rows, traits, places))
            if known.watermark:
                for path in source.chunks(source.CLOSED, params, self.file):
                    closed = connection.execute(schema.CLOSED, {"path": path}).fetchnumpy()
                    columns = columns.closed(closed["version"], closed["to_rev"])
            state = State(
                head,
                columns,
                traits,
                places,
                _tolls(connection, known.tolls),
                _attributions(connection, known.attributions),
                {**known.links, **links},
            )
            connection.commit()
        finally:
            connection.close()
        self.state = state

    def _take_in(self, connection: duckdb.DuckDBPyConnection, params: dict[str, int]) -> None:
        """Puts new versions into `arrived`, with codes for what they have in common."""
        attributions = source.ATTRIBUTIONS if params["above"] else source.ALL_ATTRIBUTIONS
        connection.execute(schema.STAGE_ATOMS)
        for path in source.chunks(attributions, params, self.file):
            connection.execute(schema.STAGE_ATTRIBUTIONS, {"path": path})
            for statement in schema.KEEP_ATTRIBUTIONS:
                connection.execute(statement)
        for statement in schema.FILL_ATTRIBUTED:
            connection.execute(statement)
        connection.execute(schema.STAGE_ROWS)
        for path in source.chunks(source.INCIDENTS, params, self.file):
            connection.execute(schema.STAGE, {"path": path})
            for statement in (*schema.FILL, schema.INSERT, "DROP TABLE staged"):
                connection.execute(statement)
        connection.execute("DROP TABLE staged_code")


def _arrived(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Array]]:
    """New versions as arrays by name, in order."""
    parts = []
    # One stretch at least, so that there are columns where there are no rows.
    for (year,) in connection.execute(schema.YEARS).fetchall() or [(0,)]:
        part = connection.execute(schema.ROWS, [year]).fetchnumpy()
        parts.append({**part, "public_id": part["public_id"].astype("S")})
    connection.execute("DROP TABLE arrived")
    return parts


def _columns(parts: list[dict[str, Array]], traits: Dictionary, places: Dictionary) -> Columns:
    """The arrays of rows whose codes stand in these dictionaries."""
    is_attack = traits.having("role", [str(Role.ATTACK)])
    is_spread, is_vague = traits.having("spread", [schema.YES]), places.having("vague", [schema.YES])
    for part in parts:
        attacks = part.pop("attack_count")
        part["mark"] = traits.marks[part["trait"]]
        part["weight"] = np.where(is_attack[part["trait"]], attacks, 1).astype(attacks.dtype)
        kind = part["mark"] % schema.MARK_FOILED
        part["bar"] = np.where(is_spread[part["trait"]], schema.SPREAD, kind).astype(np.uint8)
        part["is_vague"] = is_vague[part["place"]]
    return Columns.of(parts)


def _dictionary(
    connection: duckdb.DuckDBPyConnection, table: str, parts: dict[str, str], facets: dict[str, str], known: Dictionary
) -> Dictionary:
    """`known` and the codes that came after it; `parts` of their keys, `facets` as `schema` has them."""
    marks = connection.execute(schema.marks(table, parts), [known.size]).fetchnumpy()["mark"]
    if not len(marks):
        return known
    new = connection.execute(schema.lists(table, facets), [known.size]).fetchnumpy()
    return known.extended(marks, zip(new["facet"], new["name"], new["codes"], strict=True))


def _tolls(connection: duckdb.DuckDBPyConnection, known: Tolls) -> Tolls:
    new = connection.execute(schema.TOLLS, [known.size]).fetchnumpy()
    return known.extended(new)


def _attributions(connection: duckdb.DuckDBPyConnection, known: Attributions) -> Attributions:
    masks = connection.execute(schema.NAMED_MASKS, [known.size, known.size]).fetchnumpy()["mask"]
    if not len(masks):
        return known
    new = connection.execute(schema.NAMED, [known.size]).fetchnumpy()
    return known.extended(masks, zip(new["actor"], new["codes"], new["masks"], strict=True))


class Table:
    """The table of one process: loads it when first asked, catches up, starts over when it is damaged."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loaded: Loaded | None = None

    @property
    def watermark(self) -> int | None:
        """The newest revision that is loaded; None before the first question. Loads nothing."""
        return self._loaded.state.watermark if self._loaded else None

    def current(self) -> Loaded:
        """The filled database, holding at least everything that was published before the call."""
        head = source.head()
        loaded = self._loaded
        if loaded is not None and loaded.state.head == head:
            return loaded
        with self._lock:
            return self._catch_up()

    def discard(self, damaged: Loaded) -> None:
        """Drops a database that answered with an error; the next call loads it anew."""
        with self._lock:
            if self._loaded is damaged:
                self._loaded = None

    def _catch_up(self) -> Loaded:
        with source.snapshot():
            head = source.head()
            loaded = self._loaded
            if loaded is not None and loaded.state.head == head:
                return loaded
            if loaded is None or not self._continues(loaded.state, head):
                loaded = Loaded(head)
            else:
                try:
                    loaded.apply(head)
                except duckdb.Error:
                    loaded = Loaded(head)
            self._loaded = loaded
            return loaded

    @staticmethod
    def _continues(state: State, head: source.Head) -> bool:
        """Whether the ledger goes on from what the table holds and took nothing of it back."""
        if head.revision <= state.watermark:
            return False
        if state.watermark and source.digest_of(state.watermark) != state.head.digest:
            return False
        return not source.is_redacted_between(state.watermark, head.revision)


_table: tuple[int, Table] | None = None
_table_lock = threading.Lock()


def table() -> Table:
    """The table of this process; a process that was forked starts its own."""
    global _table
    process = os.getpid()
    if _table is None or _table[0] != process:
        with _table_lock:
            if _table is None or _table[0] != process:
                _table = process, Table()
    return _table[1]


@contextmanager
def reading(loaded: Loaded) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor in one transaction: everything read through it belongs together."""
    connection = loaded.database.cursor()
    try:
        connection.begin()
        yield connection
    finally:
        connection.close()
