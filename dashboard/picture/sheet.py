"""The sheet of a picture: title, filter, figures with their rule, map, timeline, legend, date, credit and address."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from attacks.explorer.answer import Answer
from attacks.wording import formats
from dashboard import marks, timetable
from dashboard.explore import panel
from dashboard.explore.mapdata import step_words
from dashboard.explore.names import Names
from dashboard.measured import per_bar
from dashboard.picture import map as drawing
from dashboard.picture import shapes, timeline
from dashboard.picture.palette import colour

WIDTH, MARGIN = 1200, 32
INNER = WIDTH - 2 * MARGIN
MAP_HEIGHT, TIMELINE_HEIGHT = 640, 170
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Arabic', 'Geeza Pro', sans-serif"


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture says beside what it draws."""

    title: str
    filter: str
    figures: str
    rule: str
    credit: str
    address: str


class _Sheet:
    """Pieces of SVG from the top down; `y` is where the next one begins."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.y = float(MARGIN)
        self.is_mirrored = formats.is_arabic()

    def x(self, away: float) -> float:
        """`away` px from the edge at which reading begins."""
        return WIDTH - MARGIN - away if self.is_mirrored else MARGIN + away

    def lines(self, words: str, size: float, *, bold: bool = False, fill: str = "text", width: float = INNER) -> None:
        for line in shapes.wrapped(words, size, width):
            self.y += 1.45 * size
            self.parts.append(shapes.text(self.x(0), self.y - 0.4 * size, line, size=size, bold=bold, fill=fill))

    def panel(self, drawn: str, height: float, *, is_framed: bool = False) -> None:
        """Something drawn in pixels of its own, clipped where it has a frame."""
        clip = ' clip-path="url(#frame)"' if is_framed else ""
        self.parts.append(f'<g transform="translate({MARGIN} {self.y:g})"{clip}>{drawn}</g>')
        self.y += height

    def row(self, items: list[tuple[str, str]]) -> None:
        """Legend entries, (mark drawn in 26 × 16 px, words), in as many rows as they need."""
        away, self.y = 0.0, self.y + 20
        for mark, words in items:
            width = 26 + 8 + shapes.width_of(words, 12) + 18
            if away and away + width > INNER:
                away, self.y = 0.0, self.y + 20
            left = self.x(away) - (26 if self.is_mirrored else 0)
            self.parts.append(f'<g transform="translate({left:.1f} {self.y - 12:.1f})">{mark}</g>')
            self.parts.append(shapes.text(self.x(away + 34), self.y, words, size=12, fill="text-2"))
            away += width


def drawn(view: drawing.View, answer: Answer, names: Names, words: Words, *, by_province: bool) -> str:
    """The picture as one SVG document that needs nothing from elsewhere."""
    assert answer.timeline is not None
    sheet = _Sheet()
    sheet.lines(words.title, 24, bold=True)
    sheet.lines(words.filter, 15, fill="text-2")
    sheet.lines(words.figures, 15, bold=True)
    sheet.y += 10
    sheet.panel(drawing.drawn(view, answer, names, by_province=by_province), MAP_HEIGHT, is_framed=True)
    sheet.row(_province_legend() if by_province else _legend(answer))
    sheet.y += 16
    sheet.lines(per_bar(answer.timeline.measure, answer.timeline.bin), 13, bold=True)
    sheet.y += 4
    sheet.panel(timeline.drawn(answer.timeline, INNER - 40, TIMELINE_HEIGHT), TIMELINE_HEIGHT)
    sheet.row(_timeline_legend(answer))
    sheet.y += 8
    for text in (words.rule, words.credit, words.address):
        sheet.lines(text, 12, fill="text-3")
    return _document(sheet, words)


def _document(sheet: _Sheet, words: Words) -> str:
    height = round(sheet.y + MARGIN / 2)
    direction = "rtl" if sheet.is_mirrored else "ltr"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        f' font-family="{escape(FONT)}" direction="{direction}" xml:lang="{get_language()}" role="img">'
        f"<title>{escape(words.title)}</title><desc>{escape(f'{words.filter} {words.figures} {words.rule}')}</desc>"
        f'<defs><clipPath id="frame"><rect width="{INNER}" height="{MAP_HEIGHT}"/></clipPath>'
        '<pattern id="thin" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="M0 6 6 0" stroke="{colour("hair-strong")}"/></pattern></defs>'
        f'<rect width="100%" height="100%" fill="{colour("surface")}"/>{"".join(sheet.parts)}</svg>'
    )


# Legend ---------------------------------------------------------------------------------------------------------------


def _swatch(fill: str) -> str:
    return f'<rect x="6" y="2" width="14" height="12" rx="2" fill="{colour(fill)}" stroke="{colour("hair-strong")}"/>'


def _kind(name: str) -> str:
    """The square of a kind with its glyph, so that no kind is told by its colour alone."""
    glyph = marks.GLYPHS.get(name, marks.GLYPHS["other"])
    square = f'<rect width="16" height="16" rx="3" fill="{colour(f"kind-{name}")}"/>'
    return f'<g transform="translate(5 0)" color="{colour("on-kind")}">{square}{glyph}</g>'


def _legend(answer: Answer) -> list[tuple[str, str]]:
    kinds = [(_kind(kind.value), str(kind.label)) for kind in panel.kinds_present(answer)]
    dashed = f'fill="none" stroke="{colour("text-3")}" stroke-dasharray="3 2"'
    return [
        *kinds,
        (shapes.diamond(13, 8), _("US response")),
        (shapes.diamond(13, 8, is_unclaimed=True), _("Unclaimed strike")),
        (f'<rect x="5" y="2.5" width="16" height="11" {dashed}/>', _("Only to province")),
    ]


def _province_legend() -> list[tuple[str, str]]:
    steps = [(_swatch(f"choro-{level}"), words) for level, words in enumerate(step_words(), start=1)]
    return [(_swatch("map-land"), _("No attack recorded")), *steps]


def _timeline_legend(answer: Answer) -> list[tuple[str, str]]:
    assert answer.timeline is not None
    made = []
    if timetable.has_uncertain(answer.timeline):
        pale = _swatch("kind-other").replace("<rect", '<rect opacity=".5"', 1)
        made.append((pale, _("Day not known, spread over the days it may have been")))
    if answer.timeline.lulls:
        made.append((_swatch("surface-2"), _("Unusually long without an attack")))
    if timetable.hatched(answer.timeline):
        made.append(('<rect x="6" y="2" width="14" height="12" fill="url(#thin)"/>', _("Thin coverage")))
    return made
