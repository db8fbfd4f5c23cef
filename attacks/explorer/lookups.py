"""What only PostgreSQL can find for a filter, over the projection: words and what lies within areas, as small tables.

Each is asked for once per watermark and kept beside the filled table, the most recently used ones.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from . import areas, source, text
from .filters import Filter
from .table import Loaded

KEPT = 48  # tables kept, per filled table
PACKS = 64  # lines that carry what was found, a power of two
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Inside:
    """Names of tables: bases whose point lies within an area, and versions at no such base that do."""

    bases: str
    versions: str


@dataclass(frozen=True, slots=True)
class Lookups:
    """`words`: for each word that is asked for, the name of the table with the versions in which it was found."""

    words: tuple[str, ...]
    inside: tuple[Inside, ...]


NOTHING = Lookups((), ())


def found(loaded: Loaded, query: Filter, watermark: int) -> Lookups:
    """What the words and areas of a filter lead to, as public at `watermark`."""
    if not (query.q or query.area or query.near):
        return NOTHING
    with _lock, source.snapshot():
        words = tuple(
            _table(loaded, "version UINTEGER", *text.versions(word, watermark)) for word in text.words_of(query.q)
        )
        inside = tuple(
            Inside(
                _table(loaded, "base VARCHAR", *areas.bases(condition, params, watermark)),
                _table(loaded, "version UINTEGER", *areas.versions(condition, params, watermark)),
            )
            for condition, params in areas.conditions(query)
        )
        return Lookups(words, inside)


def _table(loaded: Loaded, column: str, sql: str, params: dict[str, Any]) -> str:
    """The name of a table with one column that holds what the query brings."""
    kept: OrderedDict[Any, str] = loaded.lookups
    key = (sql, tuple(params.items()))
    if key in kept:
        kept.move_to_end(key)
        return kept[key]
    loaded.lookups_made += 1
    name = f"lookup_{loaded.lookups_made}"
    _name, kind = column.split()
    # A row for each of hundreds of thousands of versions would take longer to carry over than to find.
    packed = (
        f"SELECT string_agg(found::text, ' ') FROM ({sql}) found (found) GROUP BY hashtext(found::text) & {PACKS - 1}"
    )
    connection = loaded.database.cursor()
    try:
        connection.execute(f"CREATE TABLE {name} ({column})")
        for path in source.chunks(packed, params, loaded.lookups_file):
            connection.execute(
                f"INSERT INTO {name} SELECT DISTINCT unnest(string_split(pack, ' '))::{kind} FROM read_csv($path,"
                " auto_detect = false, header = false, columns = {'pack': 'VARCHAR'})",
                {"path": path},
            )
        kept[key] = name
        while len(kept) > KEPT:
            _old, dropped = kept.popitem(last=False)
            loaded.lookups_dropped.append(dropped)
        # A reader may still use the table that fell out last; those before it are long done.
        while len(loaded.lookups_dropped) > KEPT:
            connection.execute(f"DROP TABLE {loaded.lookups_dropped.pop(0)}")
    finally:
        connection.close()
    return name
