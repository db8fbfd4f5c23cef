"""What the explorer reads from PostgreSQL: the ledger's head and rows of the published projection, streamed as CSV."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from queue import Empty, Queue
from typing import Any

import numpy as np
from django.db import connection, transaction
from psycopg import Cursor

from attacks.models import LedgerHead, PostingList, PublishedIncident, Revision

from .columns import Array

CHUNK_BYTES = 8 * 1024 * 1024
# Separates the fields and the list items of a key; neither occurs in slugs and codes, so CSV never needs a quote.
FIELD, ITEM = "\x1f", "\x1e"
_HEAD = f"""
    SELECT coalesce(h.revision_id, 0), h.digest,
        (SELECT coalesce(max(id), 0) FROM {PublishedIncident._meta.db_table})
    FROM {LedgerHead._meta.db_table} h
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest revision, the digest that stands for everything up to it, and the newest row of the projection."""

    revision: int
    digest: str
    newest_row: int


def head() -> Head:
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        row = cursor.fetchone()
    return Head(*row) if row else Head(0, "", 0)


@contextmanager
def snapshot() -> Iterator[None]:
    """One view of the database for all reads inside; within an open transaction, that transaction's own view."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        yield


def digest_of(revision: int) -> str | None:
    """The digest of a revision; None where there is no such revision."""
    return Revision.objects.filter(pk=revision).values_list("digest", flat=True).first()


def is_redacted_between(above: int, upto: int) -> bool:
    """Whether documents were blanked in between, which takes their rows away from the past as well."""
    return Revision.objects.filter(pk__gt=above, pk__lte=upto, event="redacted").exists()


def record_types_between(above: int, upto: int) -> set[str]:
    return set(Revision.objects.filter(pk__gt=above, pk__lte=upto).order_by().values_list("record_type", flat=True))


def revision_on(day_end: Any) -> int:
    """The last revision published before a moment; 0: none. Found by halving, since ids and moments run together."""
    low, high = 0, head().revision
    while low < high:
        middle = (low + high + 1) // 2
        at = Revision.objects.filter(pk__lte=middle).order_by("-pk").values_list("published_at", flat=True).first()
        if at is None or at < day_end:
            low = middle
        else:
            high = middle - 1
    return low


class MemoryFile:
    """A file in memory that DuckDB can open by its path; gone with the object."""

    def __init__(self) -> None:
        self.number = os.memfd_create("explorer")
        self.path = f"/proc/self/fd/{self.number}"
        weakref.finalize(self, os.close, self.number)

    def write(self, data: bytes) -> None:
        """Replaces the content."""
        os.ftruncate(self.number, 0)
        os.lseek(self.number, 0, os.SEEK_SET)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self.number, rest) :]


def chunks(sql: str, params: dict[str, Any], file: MemoryFile) -> Iterator[str]:
    """The rows of a query as CSV, a part at a time: the path of `file` each time that it holds the next part.

    A thread reads ahead, so that PostgreSQL goes on while a file is taken in.
    """
    ready: Queue[bytes | BaseException | None] = Queue(maxsize=1)
    is_wanted = True

    def read(cursor: Any) -> None:
        parts: list[bytes] = []
        size = 0
        try:
            with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", params) as copy:
                for part in copy:
                    parts.append(part)
                    size += len(part)
                    if size >= CHUNK_BYTES:
                        ready.put(b"".join(parts))
                        parts, size = [], 0
                        if not is_wanted:
                            return
            if parts:
                ready.put(b"".join(parts))
            ready.put(None)
        except BaseException as error:  # handed to the thread that waits
            ready.put(error)

    with connection.cursor() as cursor:
        # psycopg's own cursor: COPY is no part of the DB-API.
        reader = threading.Thread(target=read, args=[cursor.cursor], daemon=True)
        reader.start()
        try:
            while (chunk := ready.get()) is not None:
                if isinstance(chunk, BaseException):
                    raise chunk
                file.write(chunk)
                del chunk
                yield file.path
        finally:
            is_wanted = False
            while reader.is_alive():
                with suppress(Empty):
                    ready.get(timeout=0.01)


# One row of a single bigint in the binary format of COPY, behind a header of so many bytes and before an end of two.
_BINARY = np.dtype([("columns", ">i2"), ("bytes", ">i4"), ("number", ">i8")])
_HEADER, _END = 19, 2


def numbers(sql: str, params: dict[str, Any]) -> Array:
    """The one column of a query, of numbers that are never null."""
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT binary)", params) as copy:
        data = b"".join(copy)
    return np.frombuffer(data[_HEADER:-_END], _BINARY)["number"].astype(np.int64)


def postings(sql: str, params: dict[str, Any]) -> Array:
    """The primary keys behind rows of posting lists: their blocks and places."""
    # psycopg's own cursor: bytes come as they are, not written out.
    with connection.cursor() as cursor, Cursor(cursor.connection) as plain:
        rows = plain.execute(sql, params, binary=True).fetchall()
    places = np.frombuffer(b"".join(places for _, places in rows), ">u2")
    blocks = np.array([block for block, _ in rows], np.int64)
    return np.repeat(blocks, [len(places) // 2 for _, places in rows]) * PostingList.BLOCK + places


def texts(sql: str, params: dict[str, Any]) -> list[str]:
    """The one column of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [text for (text,) in cursor.fetchall()]


PUBLIC = "from_rev_id <= %(w)s AND (to_rev IS NULL OR to_rev > %(w)s)"
# Slugs of what is public at `w` and fits.
SLUGS = f"SELECT public_id FROM {{table}} WHERE {PUBLIC} AND {{condition}} ORDER BY 1"

# Queries --------------------------------------------------------------------------------------------------------------

_SPAN = "v.from_rev_id AS from_rev, CASE WHEN v.to_rev <= %(upto)s THEN v.to_rev END AS to_rev"
_NEW = "v.from_rev_id > %(above)s AND v.from_rev_id <= %(upto)s"


def _key(*columns: str) -> str:
    return "concat_ws(E'\\x1f', " + ", ".join(columns) + ")"


def _list(column: str) -> str:
    return f"array_to_string(v.{column}, E'\\x1e')"


def _flag(sql: str) -> str:
    return f"CASE WHEN {sql} THEN '1' ELSE '0' END"


def _number(column: str) -> str:
    return f"coalesce(v.{column}::text, '')"


TRAIT = {
    "role": "v.role",
    "kind": "v.kind",
    "also_kinds": _list("also_kinds"),
    "evidence": "v.evidence",
    "nexus": "v.us_nexus",
    "status": "v.attribution_status",
    "target": "v.target_kind",
    "weapons": _list("weapons"),
    "casualty_groups": _list("casualty_groups"),
    "date_precision": "v.date_precision",
    "is_spread": _flag("v.date_extent = 'uncertain' AND v.occurred_to > v.occurred_from"),
    "is_foiled": _flag("v.is_foiled"),
    "is_duplicate": _flag("v.possible_duplicate_of <> ''"),
}
PLACE = {
    "base": "v.base",
    "province": "v.province",
    "country": "v.country",
    "launch_province": "v.launch_province",
    "precision": "v.location_precision",
    # What a record is, so that counts by place need no second column to be grouped by.
    "role": "v.role",
    "kind": "v.kind",
    "is_foiled": _flag("v.is_foiled"),
}
TOLL_COLUMNS = [
    f"{name}_{bound}" for name in ("fired", "killed", "wounded", "killed_indirectly") for bound in ("low", "high")
]
TOLL = {column: _number(column) for column in TOLL_COLUMNS}

INCIDENTS = f"""
    SELECT v.id, v.public_id, {_SPAN},
        v.occurred_from - date '1970-01-01', v.occurred_to - date '1970-01-01',
        v.attack_count, ST_X(v.location), ST_Y(v.location),
        {_key(*TRAIT.values())}, {_key(*PLACE.values())}, {_key(*TOLL.values())},
        v.barrage
    FROM attacks_publishedincident v WHERE {_NEW}
"""
ATTRIBUTIONS = f"""
    SELECT a.version_id, {_key("a.actor", "a.basis", "a.confidence")}
    FROM attacks_publishedattribution a JOIN attacks_publishedincident v ON v.id = a.version_id WHERE {_NEW}
"""
# The same for the first load, where looking at the incidents would only cost.
ALL_ATTRIBUTIONS = (
    f"SELECT a.version_id, {_key('a.actor', 'a.basis', 'a.confidence')} FROM attacks_publishedattribution a"
)
CLOSED = """
    SELECT v.id, v.to_rev FROM attacks_publishedincident v
    WHERE v.to_rev > %(above)s AND v.to_rev <= %(upto)s AND v.from_rev_id <= %(above)s
"""
# Small tables, read anew as a whole when one of their records has changed: record type → table → query.
DIMENSIONS: dict[str, dict[str, str]] = {
    "base": {
        "base": f"""SELECT v.public_id, {_SPAN}, ST_X(v.location), ST_Y(v.location)
            FROM attacks_publishedbase v WHERE v.from_rev_id <= %(upto)s"""
    },
    "province": {
        "province": f"SELECT v.public_id, {_SPAN} FROM attacks_publishedprovince v WHERE v.from_rev_id <= %(upto)s"
    },
    "actor": {
        "actor": f"SELECT v.public_id, {_SPAN} FROM attacks_publishedactor v WHERE v.from_rev_id <= %(upto)s",
        "affiliation": f"""SELECT v.public_id, {_SPAN}, a.parent, a.kind,
            a.since - date '1970-01-01', a.until - date '1970-01-01', a.confidence
            FROM attacks_publishedaffiliation a JOIN attacks_publishedactor v ON v.id = a.version_id
            WHERE v.from_rev_id <= %(upto)s""",
    },
    "statement": {
        "statement": f"""SELECT v.public_id, {_SPAN}, v.id, v.issued_on - date '1970-01-01', v.kind, v.speaker
            FROM attacks_publishedstatement v WHERE v.from_rev_id <= %(upto)s"""
    },
    "coverage": {
        "coverage": f"""SELECT v.public_id, {_SPAN}, v.period_from, v.period_to, v.grade, v.name,
            coalesce(d.body ->> 'note', '')
            FROM attacks_publishedcoverage v LEFT JOIN attacks_revisiondocument d ON d.revision_id = v.from_rev_id
            WHERE v.from_rev_id <= %(upto)s"""
    },
}
