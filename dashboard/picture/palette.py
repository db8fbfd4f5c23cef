"""The colours of the light theme, read from the design tokens of the style sheet, so that there is one palette."""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings

_TOKEN = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),")


@lru_cache(maxsize=1)
def _tokens() -> dict[str, str]:
    text = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text("utf-8")
    return dict(_TOKEN.findall(text))


def colour(token: str) -> str:
    """ "#b93f02" for "kind-drone"; kinds without a token of their own share that of "other"."""
    tokens = _tokens()
    return tokens["kind-other"] if token.startswith("kind-") and token not in tokens else tokens[token]
