"""Small pieces of SVG with colours as attributes: a picture needs no style sheet and stands under any policy."""

from __future__ import annotations

import math
from collections.abc import Iterable

from django.utils.html import escape

from attacks.choices import Kind
from attacks.wording import formats
from dashboard.picture.palette import colour

# The fixed order of kinds around a ring; static/js/map/donut.js has the same.
ORDER = ["drone", "rocket", "mortar", "ballistic_missile", "ied", "small_arms", "storming", "other"]


def text(
    x: float, y: float, words: str, *, size: float = 13, bold: bool = False, fill: str = "text", anchor: str = "start"
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour(fill)}" text-anchor="{anchor}"{weight}>'
        f"{escape(words)}</text>"
    )


def width_of(words: str, size: float) -> float:
    """An estimate that is rather too wide, since the reader's font is not known."""
    return 0.56 * size * len(words)


def wrapped(words: str, size: float, width: float) -> list[str]:
    """Lines that fit `width`; a single word that does not is left whole."""
    lines: list[str] = []
    for word in words.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def radii(total: int) -> tuple[float, float]:
    """Outer and inner radius of a ring; static/js/map/donut.js draws the same."""
    outer = min(44, round(10.5 + 2.9 * math.sqrt(total)))
    return outer, outer - max(4, round(outer * 0.27))


def kinds_in_order(counts: Iterable[str]) -> list[str]:
    found = set(counts)
    return [kind for kind in ORDER if kind in found] + sorted(found - set(ORDER))


def ring(x: float, y: float, counts: dict[str, int], *, is_vague: bool) -> str:
    """Counts by kind around their sum."""
    total = sum(counts.values())
    outer, inner = radii(total)
    parts = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{outer + 0.75}" fill="{colour("surface")}"/>']
    at = 0.0
    kinds = kinds_in_order(kind for kind, count in counts.items() if count)
    for kind in kinds:
        fill, share = colour(f"kind-{kind}"), counts[kind] / total
        if len(kinds) == 1:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{outer}" fill="{fill}"/>')
        else:
            parts.append(f'<path d="{_segment(x, y, outer, inner, at, at + share)}" fill="{fill}"/>')
        at += share
    parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{inner}" fill="{colour("surface")}"/>')
    if is_vague:
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{outer + 2.5}" fill="none" stroke="{colour("text-2")}"'
            ' stroke-dasharray="2 2.5"/>'
        )
    parts.append(text(x, y + 4.3, formats.number(total), size=12, bold=True, anchor="middle"))
    return "".join(parts)


def _segment(x: float, y: float, outer: float, inner: float, start: float, end: float) -> str:
    """A part of a ring, clockwise from the top; `start` and `end` are shares of the whole turn."""

    def point(radius: float, share: float) -> str:
        angle = 2 * math.pi * share
        return f"{x + radius * math.sin(angle):.2f} {y - radius * math.cos(angle):.2f}"

    big = int(end - start > 0.5)
    return (
        f"M{point(outer, start)}A{outer} {outer} 0 {big} 1 {point(outer, end)}"
        f"L{point(inner, end)}A{inner} {inner} 0 {big} 0 {point(inner, start)}Z"
    )


def diamond(x: float, y: float, count: int = 1, *, is_unclaimed: bool = False) -> str:
    """A strike in response; dashed where no state claims it."""
    side = 16 if count > 1 else 10
    stroke, dash = ("kind-unclaimed", ' stroke-dasharray="3 2"') if is_unclaimed else ("kind-response", "")
    drawn = (
        f'<rect x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side}" height="{side}" stroke-width="1.75"'
        f' fill="{colour("surface")}" stroke="{colour(stroke)}"{dash} transform="rotate(45 {x:.1f} {y:.1f})"/>'
    )
    return drawn + (text(x, y + 4, formats.number(count), size=11, bold=True, anchor="middle") if count > 1 else "")


def kind_words(kind: str) -> str:
    return str(Kind(kind).label)
