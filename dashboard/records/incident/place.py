"""What the small map of a record is given, and the same in words for readers without it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from attacks.choices import LOCATION_RADIUS_M, RecordType
from attacks.wording import formats
from dashboard import marks
from dashboard.explore.ground import ground_version
from dashboard.records import words
from dashboard.records.edition import Edition


def place(edition: Edition, body: dict[str, Any], label: str, mark: str) -> dict[str, Any]:
    """Words for the page, and `map`, the data of the drawing: None where neither point nor province is known."""
    province = edition.ref(RecordType.PROVINCE, body["province"])
    launch = body.get("launch") or {}
    return {
        "coordinates": words.coordinates(body["location"]),
        "precision": words.location_precision(body["location_precision"]),
        "is_approximate": body["is_location_approximate"],
        "is_mismatched": body.get("is_outside_its_province", False),
        "province": province,
        "launch_precision": words.location_precision(launch.get("precision", "")) if launch.get("area") else "",
        "map": map_data(body, label, mark) if body["location"] or body["province"] else None,
    }


def map_data(body: dict[str, Any], label: str, mark: str) -> dict[str, Any]:
    """Points as [longitude, latitude], radii in metres; a null radius: the whole province is meant."""
    launch = body.get("launch") or {}
    area = launch.get("area")
    credit = _("Borders: Natural Earth, approximate")
    return {
        "ground": f"{reverse('ground')}?v={ground_version()}",
        "tiles": settings.TILE_URL,
        "attribution": f"{settings.TILE_ATTRIBUTION} · {escape(credit)}" if settings.TILE_URL else escape(credit),
        "point": body["location"],
        "radius": LOCATION_RADIUS_M.get(body["location_precision"]),
        "province": body["province"],
        "label": label,
        "glyph": mark if mark in marks.GLYPHS else "",
        "launch": {
            "point": area if isinstance(area, list) else None,
            "shape": area if isinstance(area, dict) else None,
            "radius": LOCATION_RADIUS_M.get(launch.get("precision", "")),
            "label": _("Launch area"),
        }
        if area
        else None,
        "rings": [{"km": km, "label": words.distance(km * 1000)} for km in (5, 10)],
        "isArabic": formats.is_arabic(),
    }
