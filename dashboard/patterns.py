"""Small templates that a page draws hundreds of times: rendered once for what is fixed, then only holes are filled."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_EDGE = "\ue000"  # for private use: in no text that is published


def fill(template: str, fixed: Mapping[str, Hashable], **holes: str) -> SafeString:
    """`template` with the variables `fixed` and `holes`; the latter are texts, which it may only print."""
    parts = _parts(template, get_language(), tuple(fixed.items()), tuple(holes))
    return mark_safe("".join([escape(holes[name]) if name else text for name, text in parts]))  # noqa: S308


@lru_cache(maxsize=8192)
def _parts(
    template: str, language: str | None, fixed: tuple[tuple[str, Hashable], ...], holes: tuple[str, ...]
) -> list[tuple[str, str]]:
    """(name of a hole, "") or ("", text), in the order of the page."""
    marked = {name: f"{_EDGE}{name}{_EDGE}" for name in holes}
    pieces = render_to_string(template, {**dict(fixed), **marked}).split(_EDGE)
    return [(piece, "") if piece in holes and place % 2 else ("", piece) for place, piece in enumerate(pieces)]
