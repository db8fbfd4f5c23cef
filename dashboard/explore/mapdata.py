"""What the map module of the browser is given: cells with their words, provinces, the chosen record, fixed settings."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from attacks.explorer.answer import Answer, Cell
from attacks.models import PublishedIncident
from attacks.wording import formats
from dashboard.explore import places
from dashboard.explore.ground import ground_version
from dashboard.explore.names import Names
from dashboard.measured import amount


def map_settings(names: Names) -> dict[str, Any]:
    """Fixed for the page: where the base map is, tiles, symbols of bases."""
    with override("en"):  # one copy of the file for both languages
        ground = reverse("ground")
    credit = _("Borders: Natural Earth, approximate")
    attribution = f"{settings.TILE_ATTRIBUTION} · {escape(credit)}" if settings.TILE_URL else escape(credit)
    return {
        "ground": f"{ground}?v={ground_version()}",
        "tiles": settings.TILE_URL,
        "attribution": attribution,
        "bases": [
            {
                "slug": place.slug,
                "name": short_name(place.name),
                "name_ar": short_name(place.name_ar),
                "lon": place.lon,
                "lat": place.lat,
            }
            for place in names.places
        ],
    }


def map_data(
    answer: Answer,
    names: Names,
    *,
    zoom: int,
    bbox: tuple[float, float, float, float] | None,
    selected: PublishedIncident | None,
) -> dict[str, Any]:
    """Cells of one zoom level; `bbox` (west, south, east, north) is what they cover, None: everything."""
    around = places.around_cells(answer.cells, names, watermark=answer.watermark, zoom=zoom)
    return {
        "zoom": zoom,
        "bbox": list(bbox) if bbox else None,
        "cells": [cell_data(cell, names, answer.measure) for cell in answer.cells],
        "around": around,
        "provinces": answer.province_counts,
        "selected": places.selected(selected.public_id, names, watermark=answer.watermark) if selected else None,
    }


def cell_data(cell: Cell, names: Names, measure: str) -> dict[str, Any]:
    place = place_words(cell, names)
    return {
        "key": cell.key,
        "lat": round(cell.lat, 5),
        "lon": round(cell.lon, 5),
        "counts": cell.counts,
        "responses": cell.responses,
        "unclaimed_strikes": cell.unclaimed_strikes,
        "only_province": cell.only_province,
        "places": cell.places,
        "provinces": cell.provinces,
        "public_id": cell.public_id,
        "records": cell.records,
        "at_bases": cell.at_bases,
        "vague": cell.vague,
        "words": attack_words(cell, place, measure),
        "answer_words": answer_words(cell, place),
        "place_words": place,
        "label": label_words(cell, names),
    }


def short_name(name: str) -> str:
    """A base's name without what stands in brackets or after a slash, for a label on the map."""
    return re.split(r"\s*[(/]", name, maxsplit=1)[0] or name


def label_words(cell: Cell, names: Names) -> str:
    """The short label beside a mark: the busiest base, unless most of the cell is known to the province only."""
    if cell.places and not _is_vague(cell):
        return short_name(names.base(cell.places[0]))
    return place_words(cell, names)


def _is_vague(cell: Cell) -> bool:
    return bool(cell.provinces) and 2 * cell.only_province > cell.total


def place_words(cell: Cell, names: Names) -> str:
    """Where the cell is: its busiest bases, at most two, or the provinces when little more is known."""
    if _is_vague(cell):
        return _(", ").join(names.province(code) for code in cell.provinces[:2])
    return _(", ").join(names.base(slug) for slug in cell.places[:2])


def attack_words(cell: Cell, place: str, measure: str) -> str:
    words = amount(cell.total, measure)
    if place:
        words = _("%(what)s at %(place)s") % {"what": words, "place": place}
    if cell.only_province:
        words += _(", %(count)s only to province") % {"count": formats.number(cell.only_province)}
    return words


def answer_words(cell: Cell, place: str) -> str:
    parts = []
    if cell.responses:
        parts.append(
            ngettext("%(count)s US response", "%(count)s US responses", cell.responses)
            % {"count": formats.number(cell.responses)}
        )
    if cell.unclaimed_strikes:
        parts.append(
            ngettext("%(count)s unclaimed strike", "%(count)s unclaimed strikes", cell.unclaimed_strikes)
            % {"count": formats.number(cell.unclaimed_strikes)}
        )
    words = _(", ").join(parts)
    if len(parts) > 1:  # begins with the number that the mark shows
        words = _("%(count)s strikes: %(list)s") % {
            "count": formats.number(cell.responses + cell.unclaimed_strikes),
            "list": words,
        }
    return _("%(what)s at %(place)s") % {"what": words, "place": place} if words and place else words


RADII_KM = (5, 10, 25, 50, 100, 200)  # offered for "within n km of here"
STEPS = (1, 5, 10, 25, 50)  # lowest count of each tint; static/js/map/choropleth.js has the same


def step_words() -> list[str]:
    """The tints of the map by province, in words: "1–4", …, "50+"."""
    ends = [f"{formats.number(low)}{formats.DASH}{formats.number(high - 1)}" for low, high in pairwise(STEPS)]
    return [*ends, f"{formats.number(STEPS[-1])}+"]
