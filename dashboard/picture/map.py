"""The map of a picture: the offline base map and the marks of one view, in Web Mercator; tiles are never drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from attacks.explorer.answer import Answer, Cell
from attacks.wording import formats
from dashboard.explore.ground import layers
from dashboard.explore.mapdata import STEPS, label_words
from dashboard.explore.names import Names
from dashboard.picture import shapes
from dashboard.picture.palette import colour

Box = tuple[float, float, float, float]  # west, south, east, north
IRAQ: Box = (37.2, 28.9, 49.2, 37.6)
CLOSEST = 14


def _world(longitude: float, latitude: float) -> tuple[float, float]:
    """A place in the Web-Mercator square, 0 to 1 each way."""
    angle = math.radians(max(min(latitude, 85.05), -85.05))
    return (longitude + 180) / 360, (1 - math.log(math.tan(angle) + 1 / math.cos(angle)) / math.pi) / 2


@dataclass(frozen=True, slots=True)
class View:
    """A box of the earth fitted into `width` × `height` pixels."""

    box: Box
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Pixels that the whole world would be wide."""
        (left, bottom), (right, top) = _world(*self.box[:2]), _world(*self.box[2:])
        fitting = min(self.width / max(right - left, 1e-9), self.height / max(bottom - top, 1e-9))
        return min(fitting, 256 * 2**CLOSEST)

    @property
    def zoom(self) -> int:
        return max(0, min(CLOSEST, round(math.log2(self.scale / 256))))

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        (left, bottom), (right, top) = _world(*self.box[:2]), _world(*self.box[2:])
        x, y = _world(longitude, latitude)
        return (
            self.width / 2 + (x - (left + right) / 2) * self.scale,
            self.height / 2 + (y - (top + bottom) / 2) * self.scale,
        )

    def holds(self, x: float, y: float) -> bool:
        return 0 <= x <= self.width and 0 <= y <= self.height


def drawn(view: View, answer: Answer, names: Names, *, by_province: bool) -> str:
    """The map as SVG from (0, 0); what reaches beyond its frame has to be clipped."""
    vague = {code for cell in answer.cells for code in cell.provinces} if not by_province else set()
    parts = [f'<rect width="{view.width:g}" height="{view.height:g}" fill="{colour("map-sea")}"/>']
    parts += _ground(view, answer.province_counts if by_province else {}, vague)
    parts += _province_names(view, answer.province_counts) if by_province else _marks(view, answer.cells, names)
    return "".join(parts)


# Ground ---------------------------------------------------------------------------------------------------------------


def _ground(view: View, counts: dict[str, int], vague: set[str]) -> Iterator[str]:
    ground = layers()
    for feature in ground["neighbours"]["features"]:
        yield _area(view, feature, fill="map-abroad", stroke="map-border")
    for feature in ground["governorates"]["features"]:
        level = sum(counts.get(feature["properties"]["code"], 0) >= step for step in STEPS)
        dash = ' stroke-dasharray="3 3"' if feature["properties"]["approximate"] else ""
        yield _area(view, feature, fill=f"choro-{level}" if level else "map-land", stroke="map-province", more=dash)
    for feature in ground["lakes"]["features"]:
        yield _area(view, feature, fill="map-water", stroke="map-water")
    for feature in ground["rivers"]["features"]:
        yield _area(view, feature, fill="", stroke="map-water")
    for feature in ground["governorates"]["features"]:
        if feature["properties"]["code"] in vague:
            yield _area(view, feature, fill="", stroke="text-3", more=' stroke-dasharray="3 3"')


def _area(view: View, feature: dict[str, Any], *, fill: str, stroke: str, more: str = "") -> str:
    filled = colour(fill) if fill else "none"
    path = _path(view, feature["geometry"])
    return f'<path d="{path}" fill="{filled}" stroke="{colour(stroke)}" stroke-width=".8"{more}/>' if path else ""


def _path(view: View, geometry: dict[str, Any]) -> str:
    """Path data of what may be seen, at half a pixel: corners that fall together are drawn once."""
    drawn = []
    for line, is_closed in _lines(geometry["type"], geometry["coordinates"]):
        points = [tuple(round(2 * value) / 2 for value in view.place(*corner[:2])) for corner in line]
        kept = [point for at, point in enumerate(points) if not at or point != points[at - 1]]
        if not _touches(view, kept):
            continue
        drawn.append("M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + ("Z" if is_closed else ""))
    return "".join(drawn)


def _lines(kind: str, coordinates: Any) -> Iterator[tuple[list[Any], bool]]:
    if kind == "LineString":
        yield coordinates, False
    elif kind in ("MultiLineString", "Polygon"):
        yield from ((line, kind == "Polygon") for line in coordinates)
    else:
        yield from ((line, True) for area in coordinates for line in area)


def _touches(view: View, points: list[tuple[float, ...]]) -> bool:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return max(xs) >= 0 and min(xs) <= view.width and max(ys) >= 0 and min(ys) <= view.height


# Marks and names ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Disc:
    x: float
    y: float
    r: float
    weight: int
    cell: Cell
    is_answer: bool = False


def _marks(view: View, cells: list[Cell], names: Names) -> Iterator[str]:
    discs = []
    for cell in cells:
        x, y = view.place(cell.lon, cell.lat)
        if not view.holds(x, y):
            continue
        if cell.total:
            discs.append(_Disc(x, y, shapes.radii(cell.total)[0] + 3.5, 1000 + cell.total, cell))
        if count := cell.responses + cell.unclaimed_strikes:
            discs.append(_Disc(x, y, 12, count, cell, is_answer=True))
    _part(discs)
    for disc in discs:
        x, y = view.place(disc.cell.lon, disc.cell.lat)
        if math.hypot(disc.x - x, disc.y - y) > disc.r + 4:
            line = f'x1="{x:.1f}" y1="{y:.1f}" x2="{disc.x:.1f}" y2="{disc.y:.1f}"'
            yield f'<line {line} stroke="{colour("kind-response")}" stroke-width=".8"/>'
    for disc in reversed(discs):
        cell = disc.cell
        if disc.is_answer:
            count = cell.responses + cell.unclaimed_strikes
            yield shapes.diamond(disc.x, disc.y, count, is_unclaimed=not cell.responses)
        else:
            yield shapes.ring(disc.x, disc.y, cell.counts, is_vague=cell.only_province == cell.total)
    yield from _names(view, discs, names)


def _part(discs: list[_Disc]) -> None:
    """Moves marks until none covers another: the heavier stays, the lighter goes to the nearest free spot."""
    discs.sort(key=lambda disc: (-disc.weight, disc.cell.key))
    for at, disc in enumerate(discs):
        settled, x, y = discs[:at], disc.x, disc.y
        for step in range(41 * 24):
            away, turn = divmod(step, 24)
            angle = math.pi / 2 + (-1) ** turn * ((turn + 1) // 2) * math.pi / 12
            disc.x, disc.y = x + 4 * away * math.cos(angle), y + 4 * away * math.sin(angle)
            if all(math.hypot(disc.x - o.x, disc.y - o.y) >= disc.r + o.r + 1 for o in settled):
                break


def _names(view: View, discs: list[_Disc], names: Names) -> Iterator[str]:
    """Names beside rings, the busiest first, then those of countries, where nothing is in their way."""
    size = 12
    taken = [(disc.x - disc.r, disc.y - disc.r, disc.x + disc.r, disc.y + disc.r) for disc in discs]
    for disc in discs:
        words = "" if disc.is_answer else label_words(disc.cell, names)
        if not words:
            continue
        half, away = shapes.width_of(words, size) / 2, disc.r + 4
        for x, y in ((disc.x + away + half, disc.y), (disc.x - away - half, disc.y), (disc.x, disc.y + away + 6)):
            if _takes(view, taken, x, y, half):
                yield _halo(x, y + 4, words, size)
                break
    for feature in layers()["countries"]["features"]:
        if feature["properties"]["code"] == "IQ":
            continue
        words = feature["properties"]["name_ar" if formats.is_arabic() else "name_en"]
        x, y = view.place(*feature["geometry"]["coordinates"][:2])
        if _takes(view, taken, x, y, shapes.width_of(words, size) / 2):
            yield shapes.text(x, y + 4, words, size=size, fill="map-label", anchor="middle")


def _takes(view: View, taken: list[Box], x: float, y: float, half: float) -> bool:
    """Whether words of that half width fit around a point; if so, their place is taken."""
    box = (x - half, y - 8, x + half, y + 8)
    is_free = all(box[2] < o[0] or o[2] < box[0] or box[3] < o[1] or o[3] < box[1] for o in taken)
    if not is_free or not view.holds(box[0], box[1]) or not view.holds(box[2], box[3]):
        return False
    taken.append(box)
    return True


def _province_names(view: View, counts: dict[str, int]) -> Iterator[str]:
    for feature in layers()["governorates"]["features"]:
        own, places = feature["properties"], [place for line, _ in _lines_of(feature) for place in line]
        (x, y) = view.place(
            (min(p[0] for p in places) + max(p[0] for p in places)) / 2,
            (min(p[1] for p in places) + max(p[1] for p in places)) / 2,
        )
        name = own["name_ar"] if formats.is_arabic() else own["name_en"]
        count = counts.get(own["code"], 0)
        if view.holds(x, y):
            yield _halo(x, y, f"{name} {formats.number(count)}" if count else name, 11)


def _lines_of(feature: dict[str, Any]) -> Iterator[tuple[list[Any], bool]]:
    return _lines(feature["geometry"]["type"], feature["geometry"]["coordinates"])


def _halo(x: float, y: float, words: str, size: float) -> str:
    """Words with the colour of the land around them, readable on any ground."""
    under = shapes.text(x, y, words, size=size, bold=True, anchor="middle")
    edge = f'<text stroke="{colour("map-land")}" stroke-width="3" stroke-linejoin="round"'
    return under.replace("<text", edge, 1) + under
