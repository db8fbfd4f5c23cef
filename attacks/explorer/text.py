"""Free text: the words of a filter, and SQL for the versions in which one of them is found, by PostgreSQL."""

from __future__ import annotations

from typing import Any

from attacks.search import fold

SHORTEST_PART = 3  # letters from which on a part inside a word counts as well


def words_of(text: str) -> list[str]:
    """Folded words, each once."""
    return list(dict.fromkeys(fold(text).split()))


def versions(word: str, watermark: int) -> tuple[str, dict[str, Any]]:
    """SQL for the incidents in whose text a word stands, or in the names of their base or of a group named for them.

    Each of the three is a query of its own: as one condition they would make PostgreSQL read every row.
    """
    part = word.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")
    params = {"w": watermark, "prefix": f"'{word}':*", "part": f"%{part}%"}
    public = "from_rev_id <= %(w)s AND (to_rev IS NULL OR to_rev > %(w)s)"
    stands = "search @@ to_tsquery('english', %(prefix)s)"
    if len(word) >= SHORTEST_PART:
        stands = f"({stands} OR search_text LIKE %(part)s)"
    sql = (
        f"SELECT id FROM attacks_publishedincident WHERE {public} AND {stands}"
        f" UNION ALL SELECT id FROM attacks_publishedincident WHERE {public} AND base IN"
        f" (SELECT public_id FROM attacks_publishedbase WHERE {public} AND {stands})"
        f" UNION ALL SELECT version_id FROM attacks_publishedattribution WHERE actor IN"
        f" (SELECT public_id FROM attacks_publishedactor WHERE {public} AND {stands})"
    )
    return sql, params
