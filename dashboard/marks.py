"""Small drawn marks as safe SVG: interface icons, a glyph per kind, evidence pips. Constants only, never data."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# 16 × 16, stroked in the colour of the text (`solid` parts are filled).
ICONS: dict[str, str] = {
    "area": '<path d="M3.5 5.5 8 2.5l5 3.5-1.5 7h-6z"/><g class="solid"><circle cx="3.5" cy="5.5" r="1.5"/>'
    '<circle cx="8" cy="2.5" r="1.5"/><circle cx="13" cy="6" r="1.5"/><circle cx="11.5" cy="13" r="1.5"/>'
    '<circle cx="5.5" cy="13" r="1.5"/></g>',
    "archive": '<path d="M3 4.5h10V13H3zM5.5 8l2 2 3.5-3.5M2.5 2.5h11"/>',
    "back": '<path d="m10 3.5-4.5 4.5 4.5 4.5"/>',
    "chevron": '<path d="m4 6 4 4 4-4"/>',
    "cite": '<path d="M3 4.5h3.5V8A3.5 3.5 0 0 1 3 11.5m6.5-7H13V8a3.5 3.5 0 0 1-3.5 3.5"/>',
    "close": '<path d="m4 4 8 8m0-8-8 8"/>',
    "cross-circle": '<path d="m5.5 5.5 5 5m0-5-5 5M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11"/>',
    "clock": '<path d="M8 4.5V8l2.5 1.5M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11"/>',
    "expand": '<path d="M9.5 2.5h4v4M13.5 2.5 9 7M6.5 13.5h-4v-4M2.5 13.5 7 9"/>',
    "filters": '<path d="M2.5 4.5h11M4.5 8h7M6.5 11.5h3"/>',
    "frame": '<path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"/>',
    "download": '<path d="M8 2.5V10M5 7.2l3 3 3-3M3 13.5h10"/>',
    "link": '<path d="m6.5 9.5 3-3M7 4.5l1.6-1.6a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.6 1.6a3.2 3.2 0 0 '
    '1-4.5-4.5L4.5 7"/>',
    "list": '<path d="M2.5 4h.01M2.5 8h.01M2.5 12h.01M5.5 4h8M5.5 8h8M5.5 12h8"/>',
    "map": '<path d="M2 4.3 6 2.5l4 1.8 4-1.8v9.2l-4 1.8-4-1.8-4 1.8zM6 2.5v9.2m4-7.4v9.2"/>',
    "menu": '<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>',
    "minus": '<path d="M3 8h10"/>',
    "next": '<path d="m6 3.5 4.5 4.5L6 12.5"/>',
    "outside": '<path d="M6.5 3.5h-3v9h9v-3M9 3h4v4M13 3 7.5 8.5"/>',
    "pause": '<path d="M5.5 3.5v9M10.5 3.5v9"/>',
    "picture": '<path d="M2.5 3.5h11v9h-11zM2.5 10.5l3.5-3.5 3 3 1.5-1.5 3 3M10.5 6h.01"/>',
    "play": '<path class="solid" d="M4.5 3v10l8-5z"/>',
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "print": '<path d="M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z"/>',
    "search": '<path d="M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.3 10.3 14 14"/>',
    "table": '<path d="M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6"/>',
    "theme": '<circle cx="8" cy="8" r="5.5"/><path class="solid" d="M8 2.5a5.5 5.5 0 0 1 0 11z"/>',
    "timeline": '<path d="M2 13.5h12M3.5 11V8.5M6.5 11V4M9.5 11V6.5M12.5 11V9.5"/>',
    "warning": '<path d="M8 3 14 13H2zM8 7v2.5M8 11.4v.01"/>',
}

# Plain geometry, one idea each, in the colour of the text.
GLYPHS: dict[str, str] = {
    "rocket": '<path d="M8 2.5 12.4 13.2 8 10.9 3.6 13.2z" fill="currentColor"/>',
    "mortar": '<path d="M2.8 11.5a5.2 5.2 0 0 1 10.4 0z" fill="currentColor"/>',
    "drone": '<path d="m4.4 4.4 7.2 7.2m0-7.2-7.2 7.2" stroke="currentColor" stroke-width="1.5"/>'
    '<g fill="currentColor"><circle cx="4.2" cy="4.2" r="1.9"/><circle cx="11.8" cy="4.2" r="1.9"/>'
    '<circle cx="4.2" cy="11.8" r="1.9"/><circle cx="11.8" cy="11.8" r="1.9"/></g>',
    "ballistic_missile": '<path d="M2.6 12.6C4.4 1.4 11.6 1.4 13.4 12.6" fill="none" stroke="currentColor" '
    'stroke-width="2"/>',
    "ied": '<circle cx="8" cy="8" r="2.1" fill="currentColor"/>'
    '<circle cx="8" cy="8" r="4.9" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "small_arms": '<g fill="currentColor"><circle cx="4" cy="11" r="1.6"/><circle cx="8" cy="8" r="1.6"/>'
    '<circle cx="12" cy="5" r="1.6"/></g>',
    "storming": '<path d="M2.6 8h6M6 4.9 9.1 8 6 11.1M12.6 3v10" fill="none" stroke="currentColor" '
    'stroke-width="1.8"/>',
    "other": '<path d="M4 8h8" stroke="currentColor" stroke-width="2.2"/>',
    "response": '<path d="m8 1.8 6.2 6.2L8 14.2 1.8 8z" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "unclaimed_strike": '<path d="m8 1.8 6.2 6.2L8 14.2 1.8 8z" fill="none" stroke="currentColor" '
    'stroke-width="1.6" stroke-dasharray="2.2 1.7"/>',
}

EVIDENCE_PIPS = {"confirmed": 3, "corroborated": 2, "single_source": 1, "contested": 2, "discounted": 0}
CONFIDENCE_PIPS = {"high": 3, "moderate": 2, "low": 1}


def icon(name: str, turns: bool = False) -> SafeString:
    """A decorative interface icon; `turns`: mirrored in right-to-left pages."""
    classes = "icon turns" if turns else "icon"
    return mark_safe(f'<svg class="{classes}" viewBox="0 0 16 16" aria-hidden="true">{ICONS[name]}</svg>')  # noqa: S308


def mark_name(role: str, kind: str) -> str:
    """The mark an incident carries: the glyph of its kind for an attack, that of its role otherwise."""
    if role in ("response", "unclaimed_strike"):
        return role
    return kind if kind in GLYPHS else "other"


def kind_mark(name: str, size: str = "") -> SafeString:
    """The square with a white glyph for a kind, or the hollow diamond for a response; `size`: "" or "small"."""
    name = name if name in GLYPHS else "other"
    classes = f"kindmark k-{name} {size}".strip()
    return mark_safe(  # noqa: S308
        f'<span class="{classes}"><svg class="glyph" viewBox="0 0 16 16" aria-hidden="true">{GLYPHS[name]}</svg></span>'
    )


def pips(count: int, of: int = 3) -> SafeString:
    """`count` of `of` bars filled; decorative, always beside its word."""
    bars = mark_safe("".join('<i class="on"></i>' if place < count else "<i></i>" for place in range(of)))  # noqa: S308
    return format_html('<span class="pips" aria-hidden="true">{}</span>', bars)
