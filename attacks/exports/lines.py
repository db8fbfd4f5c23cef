"""JSON lines: one whole public document per line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

LINES = 200


def json_lines(documents: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """UTF-8, some documents at a time."""
    parts: list[str] = []
    for document in documents:
        parts.append(json.dumps(document, ensure_ascii=False) + "\n")
        if len(parts) >= LINES:
            yield "".join(parts).encode()
            parts = []
    yield "".join(parts).encode()
