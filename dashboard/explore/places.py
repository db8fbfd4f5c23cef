"""What the map draws around single records: how well the place is known, the launch area, the strikes that answered.

Points are longitude and latitude; a null radius means that a whole province is meant, named by its code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import F
from django.utils.translation import gettext as _

from attacks.choices import LOCATION_RADIUS_M, LinkKind, LocationPrecision, Role
from attacks.explorer.answer import Cell
from attacks.models import PublishedIncident
from dashboard.explore.cards import PRECISION_WORDS
from dashboard.explore.names import Names

CLOSE = 9  # zoom level from which on single records show their precision and launch line; further out it is noise
MOST = 80  # single records that are drawn so


def around_cells(cells: Iterable[Cell], names: Names, *, watermark: int, zoom: int) -> dict[str, dict[str, Any]]:
    """Public id → what is drawn around it, for the marks that hold a single record; nothing while far away."""
    if zoom < CLOSE:
        return {}
    wanted = [cell.public_id for cell in cells if cell.public_id][:MOST]
    found = _with_document(watermark).filter(public_id__in=wanted) if wanted else []
    return {incident.public_id: around(incident, names) for incident in found}


def selected(public_id: str, names: Names, *, watermark: int) -> dict[str, Any]:
    """The chosen record with everything around it, and the strikes that answered it."""
    incident = _with_document(watermark).get(public_id=public_id)
    return around(incident, names) | {"public_id": public_id, "answers": _answers(public_id, watermark)}


def _with_document(watermark: int) -> Any:
    rows = PublishedIncident.objects.as_of(watermark).defer("search_text")
    return rows.annotate(launch=F("from_rev__document__body__launch"))


def around(incident: Any, names: Names) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if incident.location:
        data |= {"lat": round(incident.location.y, 5), "lon": round(incident.location.x, 5)}
        data["radius"] = LOCATION_RADIUS_M.get(incident.location_precision)
    if incident.location_precision == LocationPrecision.PROVINCE:
        data["province"] = incident.province
    if incident.launch and (launch := _launch(incident.launch, names)):
        data["launch"] = launch
    return data


def _launch(launch: dict[str, Any], names: Names) -> dict[str, Any] | None:
    """Where it was launched: a point, a shape or a province; None where only words are known."""
    area, province = launch.get("area"), launch.get("province")
    if not area and not province:
        return None
    precision = launch.get("precision") or ""
    if area:
        point = area if isinstance(area, list) else list(GEOSGeometry(json.dumps(area)).centroid.coords)
        how = PRECISION_WORDS.get(precision)
        words = _("Launch area: %(precision)s") % {"precision": how()} if how else _("Launch area")
        return {
            "lon": round(point[0], 5),
            "lat": round(point[1], 5),
            "shape": area if isinstance(area, dict) else None,
            "radius": LOCATION_RADIUS_M.get(precision),
            "words": words,
        }
    words = _("Launched from %(province)s, place not mapped") % {"province": names.province(str(province))}
    return {"province": province, "words": words}


def _answers(public_id: str, watermark: int) -> list[dict[str, float]]:
    """Where the strikes took place that are stated to have answered this record."""
    rows = PublishedIncident.objects.as_of(watermark).filter(
        role__in=[Role.RESPONSE, Role.UNCLAIMED_STRIKE],
        location__isnull=False,
        from_rev__document__body__contains={"links": [{"to": public_id, "kind": LinkKind.RETALIATION_FOR}]},
    )
    return [
        {"lat": round(point.y, 5), "lon": round(point.x, 5)}
        for point in rows.order_by("public_id").values_list("location", flat=True)
    ]
