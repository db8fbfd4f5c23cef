"""Small templates that a page draws many times: rendered once for what is fixed, then only holes are filled."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from operator import itemgetter
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_EDGE = "\ue000"  # for private use: in no text that is published


def fill(template: str, fixed: Mapping[str, Hashable], **holes: str) -> SafeString:
    """`template` with the variables `fixed` and `holes`; the latter, texts or safe markup, it may only print."""
    return fill_all(template, holes, [(fixed, tuple(holes.values()))])


def fill_all(
    template: str, holes: Iterable[str], rows: Iterable[tuple[Mapping[str, Hashable], Sequence[str]]]
) -> SafeString:
    """One after the other: `template` with what is fixed for a row and with the texts of its holes."""
    names, language, drawn = tuple(holes), get_language(), []
    for fixed, texts in rows:
        markup, in_turn = _pattern(template, language, tuple(fixed.items()), names)
        drawn += in_turn((*map(_safe, texts), *markup))
    return mark_safe("".join(drawn))  # noqa: S308 - the templates' own markup and escaped texts


def _safe(text: str) -> str:
    return text if isinstance(text, SafeString) else _escaped(text)


# The same few thousand names and numbers stand on every page.
_escaped = lru_cache(maxsize=16_384)(escape)


@lru_cache(maxsize=2048)
def _pattern(
    template: str, language: str | None, fixed: tuple[tuple[str, Hashable], ...], holes: tuple[str, ...]
) -> tuple[list[str], itemgetter[Any]]:
    """The markup between the holes, and what takes texts and markup, side by side, in the turn of the template."""
    marked = {name: f"{_EDGE}{name}{_EDGE}" for name in holes}
    pieces = render_to_string(template, {**dict(fixed), **marked}).split(_EDGE)
    turns = [holes.index(piece) if place % 2 else len(holes) + place // 2 for place, piece in enumerate(pieces)]
    # One more, of nothing, since of a single one itemgetter makes no tuple.
    return [*pieces[::2], ""], itemgetter(*turns, len(holes) + len(pieces[::2]))
