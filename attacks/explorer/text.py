"""Free text: the words of a filter, and SQL for the versions in which all of them are found, by PostgreSQL."""

from __future__ import annotations

from typing import Any

from attacks.search import fold

SHORTEST_PART = 3  # letters from which on a part inside a word counts as well


def words_of(text: str) -> list[str]:
    """Folded words, each once."""
    return list(dict.fromkeys(fold(text).split()))


def versions(words: list[str], watermark: int) -> tuple[str, dict[str, Any]]:
    """Every word stands in the incident's own text, or in the names of its base or of a group it is attributed to."""
    params: dict[str, Any] = {"w": watermark}
    public = "from_rev_id <= %(w)s AND (to_rev IS NULL OR to_rev > %(w)s)"
    conditions = []
    for number, word in enumerate(words):
        params[f"prefix{number}"] = f"'{word}':*"
        params[f"part{number}"] = "%" + word.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%") + "%"
        in_text = f"(%s.search @@ to_tsquery('english', %(prefix{number})s)"
        if len(word) >= SHORTEST_PART:
            in_text += f" OR %s.search_text LIKE %(part{number})s"
        in_text += ")"

        def of(table: str, in_text: str = in_text) -> str:
            return in_text.replace("%s.", f"{table}.")

        conditions.append(
            f"({of('v')}"
            f" OR v.base IN (SELECT b.public_id FROM attacks_publishedbase b WHERE {public} AND {of('b')})"
            " OR v.id IN (SELECT a.version_id FROM attacks_publishedattribution a WHERE a.actor IN ("
            f"SELECT n.public_id FROM attacks_publishedactor n WHERE {public} AND {of('n')})))"
        )
    sql = (
        "SELECT v.id FROM attacks_publishedincident v"
        " WHERE v.from_rev_id <= %(w)s AND (v.to_rev IS NULL OR v.to_rev > %(w)s)"
    )
    return sql + "".join(f" AND {condition}" for condition in conditions), params
