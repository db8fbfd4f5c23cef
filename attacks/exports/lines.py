"""JSON lines: one whole public document per line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .columns import Table
from .rows import chunked


def json_lines(table: Table, ids: Sequence[int], *, site_url: str, without: Sequence[str] = ()) -> Iterator[bytes]:
    """UTF-8, some documents at a time, each less its members `without`."""
    for chunk in chunked(table, f"({table.document})::text", ids, site=site_url, without=list(without)):
        yield ("\n".join(chunk) + "\n").encode()
