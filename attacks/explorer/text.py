"""Free text: the words of a filter → the versions in which all of them are found, by PostgreSQL over the projection."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from attacks.search import fold

from . import source
from .table import Loaded

KEPT = 32  # texts whose versions are kept, per filled table
SHORTEST_PART = 3  # letters from which on a part inside a word counts as well
_lock = threading.Lock()


def words_of(text: str) -> list[str]:
    """Folded words, each once."""
    return list(dict.fromkeys(fold(text).split()))


def found(loaded: Loaded, text: str, watermark: int) -> str | None:
    """The table with the versions, as public at `watermark`; None where there are no words to look for."""
    words = words_of(text)
    if not words:
        return None
    key = (" ".join(words), watermark)
    with _lock:
        kept: OrderedDict[tuple[str, int], str] = loaded.texts
        if key in kept:
            kept.move_to_end(key)
            return kept[key]
        loaded.texts_made += 1
        name = f"text_{loaded.texts_made}"
        sql, params = _query(words, watermark)
        connection = loaded.database.cursor()
        try:
            connection.execute(f"CREATE TABLE {name} (version BIGINT)")
            for path in source.chunks(sql, params, loaded.words_file):
                connection.execute(
                    f"INSERT INTO {name} FROM read_csv($path, auto_detect = false, header = false,"
                    " columns = {'version': 'BIGINT'})",
                    {"path": path},
                )
            kept[key] = name
            while len(kept) > KEPT:
                _old, dropped = kept.popitem(last=False)
                loaded.texts_dropped.append(dropped)
            # A reader may still use the table that fell out last; those before it are long done.
            while len(loaded.texts_dropped) > KEPT:
                connection.execute(f"DROP TABLE {loaded.texts_dropped.pop(0)}")
        finally:
            connection.close()
        return name


def _query(words: list[str], watermark: int) -> tuple[str, dict[str, Any]]:
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
