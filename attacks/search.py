"""Folding of names and prose, so that spellings of one word meet in search."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ء": "",
        "ة": "ه", "ى": "ي", "ک": "ك", "ی": "ي", "گ": "ك", "ـ": "",
        **{chr(0x0660 + n): str(n) for n in range(10)},
        **{chr(0x06F0 + n): str(n) for n in range(10)},
    }
)  # fmt: skip
_APOSTROPHES = re.compile(r"['’‘ʼʿʾ`´]")
_BREAKS = re.compile(r"[^\w]+")


def fold(text: str) -> str:
    """`text` in lower case, without diacritics, with one form for each Arabic letter and Western digits.

    Folding what is folded changes nothing. Apostrophes vanish inside words (Kata'ib → kataib), other signs part words.
    """
    text = text.translate(_LETTERS)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _APOSTROPHES.sub("", text.translate(_LETTERS))
    return _BREAKS.sub(" ", text).strip()
