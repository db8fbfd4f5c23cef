"""The published projection as a DuckDB table in the memory of this process, brought up to date before every answer."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
from django.conf import settings

from . import schema, source
from .answer import Answer
from .moment import Moment

COMPACT_AFTER = 50_000  # rows appended or replaced since the last sort, and at least a tenth of the table


@dataclass(frozen=True, slots=True)
class State:
    """What the table holds: everything up to a revision, of a ledger named by its digest."""

    watermark: int
    head: source.Head


class Loaded:
    """One filled database; replaced as a whole when it is damaged or the ledger is another one."""

    def __init__(self) -> None:
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
        # It reads these files in memory and no other: one for what is published, one for lookups.
        self.rows_file, self.lookups_file = source.MemoryFile(), source.MemoryFile()
        paths = [self.rows_file.path, self.lookups_file.path]
        self.database.execute(f"SET allowed_paths = {paths}; SET enable_external_access = false")
        self.database.execute(schema.TABLES)
        self.rows = self.changed = 0
        self.state = State(0, source.Head(0, "", 0))
        # Kept beside the table, since they are worth nothing without it: answers (explore), and lookups.
        self.answers: OrderedDict[Any, Answer] = OrderedDict()
        self.answers_lock = threading.Lock()
        self.known: tuple[int, dict[str, set[str]]] = (-1, {})
        self.moments: OrderedDict[int, Moment] = OrderedDict()
        self.lookups: OrderedDict[Any, str] = OrderedDict()
        self.lookups_dropped: list[str] = []
        self.lookups_made = 0

    def apply(self, head: source.Head) -> None:
        """Reads what was published after the watermark, up to `head`, and commits it as one step."""
        above, upto = self.state.watermark, head.revision
        params = {"above": above, "upto": upto}
        is_first = above == 0
        connection = self.database.cursor()
        try:
            connection.begin()
            appended = self._append(connection, params)
            replaced = 0
            changed_types = set(source.DIMENSIONS)
            if not is_first:
                for path in source.chunks(source.CLOSED, params, self.rows_file):
                    replaced += connection.execute(schema.CLOSE, {"path": path}).fetchall()[0][0]
                changed_types &= source.record_types_between(above, upto)
            for record_type in changed_types:
                for table, sql in source.DIMENSIONS[record_type].items():
                    connection.execute(f"DELETE FROM {table}")
                    for path in source.chunks(sql, params, self.rows_file):
                        connection.execute(schema.insert_dimension(table), {"path": path})
            self.rows += appended
            self.changed += appended + replaced
            if is_first or self.changed > max(COMPACT_AFTER, self.rows // 10):
                self._sort(connection)
                self.changed = 0
            connection.commit()
        finally:
            connection.close()
        self.state = State(upto, head)

    def _append(self, connection: duckdb.DuckDBPyConnection, params: dict[str, int]) -> int:
        """Adds new versions, chunk by chunk; the number of them."""
        attributions = source.ATTRIBUTIONS if params["above"] else source.ALL_ATTRIBUTIONS
        connection.execute(schema.STAGE_ATOMS)
        for path in source.chunks(attributions, params, self.rows_file):
            connection.execute(schema.STAGE_ATTRIBUTIONS, {"path": path})
            for statement in schema.KEEP_ATTRIBUTIONS:
                connection.execute(statement)
        for statement in schema.FILL_ATTRIBUTED:
            connection.execute(statement)
        appended = 0
        for path in source.chunks(source.INCIDENTS, params, self.rows_file):
            connection.execute(schema.STAGE, {"path": path})
            for statement in schema.FILL:
                connection.execute(statement)
            appended += connection.execute(schema.INSERT).fetchall()[0][0]
            connection.execute(schema.KEEP_BARRAGES)
            connection.execute("DROP TABLE staged")
        connection.execute("DROP TABLE staged_code")
        for statement in schema.FILL_VALUES:
            connection.execute(statement)
        return appended

    @staticmethod
    def _sort(connection: duckdb.DuckDBPyConnection) -> None:
        """Puts rows in the order of days, a year at a time, so that it takes little memory."""
        connection.execute("CREATE TABLE sorted AS FROM incident LIMIT 0")
        years = connection.execute("SELECT DISTINCT month // 12 AS year FROM incident ORDER BY year").fetchall()
        for (year,) in years:
            connection.execute(
                "INSERT INTO sorted FROM incident WHERE month // 12 = ? ORDER BY from_day, public_id, from_rev", [year]
            )
        connection.execute("DROP TABLE incident")
        connection.execute("ALTER TABLE sorted RENAME TO incident")


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
                loaded = Loaded()
                loaded.apply(head)
            else:
                try:
                    loaded.apply(head)
                except duckdb.Error:
                    loaded = Loaded()
                    loaded.apply(head)
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
    """A cursor in one transaction: everything read through it belongs together. What it creates is gone afterwards."""
    connection = loaded.database.cursor()
    try:
        connection.execute("SET perfect_ht_threshold = 20")  # codes are dense: count in arrays, not in hash tables
        connection.begin()
        yield connection
    finally:
        connection.close()
