"""Which coding of an answer a reader likes best (RFC 9110, 12.5.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence


def preferred(accepted: str, offered: Sequence[str]) -> str | None:
    """The coding of those `offered` that a header Accept-Encoding likes best, the first of equals; None: as it is."""
    qualities: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, *parameters = (word.strip() for word in part.split(";"))
        quality = next(
            (found[1] for each in parameters if (found := re.fullmatch(r"q\s*=\s*([01](\.\d*)?)", each))), "1"
        )
        qualities[name] = float(quality)
    rest = qualities.get("*", 0.0)
    ranked = {name: qualities.get(name, rest) for name in offered}
    best = max(ranked, key=lambda name: ranked[name])
    # Plain stands above codings only where a reader says so.
    return best if ranked[best] > 0 and ranked[best] >= qualities.get("identity", 0.0) else None
