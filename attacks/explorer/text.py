"""Free text: the words of a filter, and where PostgreSQL finds one of them."""

from __future__ import annotations

from typing import Any

from attacks.search import fold

from .source import SLUGS

Params = dict[str, Any]
SHORTEST_PART = 3  # letters from which on a part inside a word counts as well

# Block and places of every word that fits. Of an array PostgreSQL expects few members, and looks each of them up.
POSTINGS = """
    SELECT block, places FROM attacks_postinglist
    WHERE word_id = ANY (ARRAY(SELECT id FROM attacks_word WHERE {condition}))
"""


def words_of(text: str) -> list[str]:
    """Folded words, each once."""
    return list(dict.fromkeys(fold(text).split()))


def postings(word: str) -> tuple[str, Params]:
    """SQL for where a word stands in the texts of incidents, whenever they were public."""
    condition, params = _stands(word, lexemes="lexemes", text="word")
    return POSTINGS.format(condition=condition), params


def named(table: str, word: str, watermark: int) -> tuple[str, Params]:
    """SQL for the public bases or actors in whose names or aliases a word stands; few enough to look at each."""
    condition, params = _stands(word, lexemes="to_tsvector('english', search_text)", text="search_text")
    return SLUGS.format(table=table, condition=condition), {**params, "w": watermark}


def _stands(word: str, *, lexemes: str, text: str) -> tuple[str, Params]:
    """SQL for a word that begins like this one, by its stem, or holds it."""
    part = word.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")
    condition = f"{lexemes} @@ to_tsquery('english', %(prefix)s)"
    if len(word) >= SHORTEST_PART:
        condition = f"({condition} OR {text} LIKE %(part)s)"
    return condition, {"prefix": f"'{word}':*", "part": f"%{part}%"}
