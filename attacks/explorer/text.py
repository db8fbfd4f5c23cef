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
    condition, params = _stands(word, lexemes="lexemes", text="word", start="")
    return POSTINGS.format(condition=condition), params


def named(table: str, word: str, watermark: int) -> tuple[str, Params]:
    """SQL for the public bases or actors in whose names or aliases a word stands; few enough to look at each."""
    lexemes, text = "to_tsvector('english', search_text)", "' ' || search_text"
    condition, params = _stands(word, lexemes=lexemes, text=text, start="% ")
    return SLUGS.format(table=table, condition=condition), {**params, "w": watermark}


def _stands(word: str, *, lexemes: str, text: str, start: str) -> tuple[str, Params]:
    """SQL for a word that begins like this one, by its stem or as it is written, or holds it where it is long enough.

    Words such as "in" have no stem. `start`: the pattern of what comes before a word of `text`.
    """
    part = word.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")
    pattern = f"%{part}%" if len(word) >= SHORTEST_PART else f"{start}{part}%"
    condition = f"({lexemes} @@ to_tsquery('english', %(stem)s) OR {text} LIKE %(pattern)s)"
    return condition, {"stem": f"'{word}':*", "pattern": pattern}
