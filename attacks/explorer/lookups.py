"""What only PostgreSQL can find for a filter, over the projection: words, and what lies within areas.

Each is asked for once per watermark and kept beside the table, the most recently used ones.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import Any

from attacks.models import PublishedActor, PublishedBase

from . import areas, source, text
from .columns import Array, flagged
from .filters import Filter
from .table import Loaded

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """Where a word stands: in the texts of versions, flagged, and in the names of bases and groups."""

    versions: Array
    bases: list[str]
    actors: list[str]


@dataclass(frozen=True, slots=True)
class Inside:
    """What lies within an area: bases by their point, and versions at no such base, flagged."""

    bases: list[str]
    versions: Array


@dataclass(frozen=True, slots=True)
class Lookups:
    """One for each word and each area of a filter."""

    words: tuple[Word, ...] = ()
    inside: tuple[Inside, ...] = ()


NOTHING = Lookups()


def found(loaded: Loaded, query: Filter, watermark: int) -> Lookups:
    """What the words and areas of a filter lead to, as public at `watermark`."""
    if not (query.q or query.area or query.near):
        return NOTHING

    def word(sought: str) -> Word:
        return Word(
            flagged(source.postings(*text.postings(sought))),
            *(
                source.texts(*text.named(model._meta.db_table, sought, watermark))
                for model in (PublishedBase, PublishedActor)
            ),
        )

    def within(condition: str, params: dict[str, Any]) -> Inside:
        return Inside(
            source.texts(*areas.bases(condition, params, watermark)),
            flagged(source.numbers(*areas.versions(condition, params, watermark))),
        )

    kept = loaded.lookups
    with _lock, source.snapshot():
        return Lookups(
            tuple(kept.of((sought, watermark), partial(word, sought)) for sought in text.words_of(query.q)),
            tuple(
                kept.of((condition, *params.items(), watermark), partial(within, condition, params))
                for condition, params in areas.conditions(query)
            ),
        )
