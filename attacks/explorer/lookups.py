"""What only PostgreSQL can find for a filter, over the projection: words and what lies within areas.

Each is asked for once per watermark and kept beside the table, the most recently used ones.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from . import areas, source, text
from .columns import Array, flagged
from .filters import Filter
from .table import Loaded

KEPT = 48
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Inside:
    """What lies within an area: bases by their point, and versions at no such base, flagged."""

    bases: list[str]
    versions: Array


@dataclass(frozen=True, slots=True)
class Lookups:
    """`words`: for each word that is asked for, the versions in which it was found, flagged."""

    words: tuple[Array, ...] = ()
    inside: tuple[Inside, ...] = ()


NOTHING = Lookups()


def found(loaded: Loaded, query: Filter, watermark: int) -> Lookups:
    """What the words and areas of a filter lead to, as public at `watermark`."""
    if not (query.q or query.area or query.near):
        return NOTHING
    with _lock, source.snapshot():
        words = tuple(_versions(loaded, *text.versions(word, watermark)) for word in text.words_of(query.q))
        inside = tuple(
            Inside(
                source.texts(*areas.bases(condition, params, watermark)),
                _versions(loaded, *areas.versions(condition, params, watermark)),
            )
            for condition, params in areas.conditions(query)
        )
        return Lookups(words, inside)


def _versions(loaded: Loaded, sql: str, params: dict[str, Any]) -> Array:
    """The versions that the query brings, as `flagged` flags them."""
    kept = loaded.lookups
    key = (sql, tuple(params.items()))
    if key not in kept:
        kept[key] = flagged(source.numbers(sql, params))
        while len(kept) > KEPT:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]
