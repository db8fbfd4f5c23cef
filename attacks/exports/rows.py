"""Rows of a table as PostgreSQL writes them, a chunk at a time, so that memory stays flat however many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection

from attacks.models import PublishedIncident

from .columns import Table

CHUNK = 5000
OBJECTS = 500  # documents and features are written out at length, and lie in memory several times on their way
# One row for each number, in the order given; a version whose document was blanked meanwhile is gone.
_ASKED = "unnest(%(ids)s::bigint[]) WITH ORDINALITY AS asked (id, place)"


def chunks(ids: Sequence[int], size: int) -> Iterator[list[int]]:
    """The numbers in lists of `size`."""
    numbers = iter(ids)
    while chunk := list(islice(numbers, size)):
        yield chunk


def chunked(table: Table, select: str, ids: Sequence[int], **bound: Any) -> Iterator[list[Any]]:
    """The one value that `select` gives of each row, chunk by chunk."""
    for chunk in chunks(ids, OBJECTS):
        if found := _read(table, select, chunk, bound):
            yield [value for (value,) in found]


def rows(table: Table, select: str, ids: Sequence[int], **bound: Any) -> Iterator[tuple[Any, ...]]:
    """What `select` gives of each row; one query per chunk, none before its first row is asked for."""
    for chunk in chunks(ids, CHUNK):
        yield from _read(table, select, chunk, bound)


def _read(table: Table, select: str, ids: list[int], bound: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_statement(table, select), {"ids": _literal(ids), **bound})
        return cursor.fetchall()


def lines(table: Table, select: str, ids: Sequence[int], **bound: Any) -> Iterator[list[bytes]]:
    """The rows of each chunk as CSV that PostgreSQL has written (COPY), without their line ends."""
    for chunk in chunks(ids, CHUNK):
        with connection.cursor() as cursor:
            # COPY takes no bound values: psycopg writes them into the statement, quoted.
            statement = connection.ops.compose_sql(_statement(table, select), {"ids": _literal(chunk), **bound})  # type: ignore[attr-defined]
            with cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)") as copy:
                found = [bytes(row)[:-1] for row in copy]
        yield found


def _statement(table: Table, select: str) -> str:
    """SQL of one row for each number; only what the columns speak of is joined."""
    joined = "".join(
        join for alias, join in table.sources.items() if alias == "v" or re.search(rf"\b{alias}\.", select)
    )
    return f"SELECT {select} FROM {_ASKED}{joined} ORDER BY asked.place"  # noqa: S608 - all ours; values are bound


def _literal(ids: Sequence[int]) -> str:
    """The numbers as PostgreSQL writes an array."""
    return f"{{{','.join(map(str, ids))}}}"


def documents(version_ids: Sequence[int]) -> Iterator[PublishedIncident]:
    """The versions with their documents, in the order given, one query per chunk."""
    for chunk in chunks(version_ids, OBJECTS):
        versions = PublishedIncident.objects.filter(pk__in=chunk).defer("search_text")
        found = {version.pk: version for version in versions.select_related("from_rev__document").order_by()}
        yield from (found[number] for number in chunk if number in found)
