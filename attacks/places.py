"""What a point proposes: its province, its country, the bases nearest to it. The analyst's choice decides."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.gis.db.models.functions import Area, Distance
from django.contrib.gis.geos import GEOSGeometry, Point, Polygon

from attacks.models import Base, Province

IRAQ = "IQ"
# What an incident of this record can be about, degrees: from the Levant to Iran, from the Caucasus to the Gulf.
REGION = Polygon.from_bbox((26.0, 20.0, 62.0, 45.0))
NEAREST = 3
NEAR_M = 60_000


@dataclass(frozen=True, slots=True)
class NearBase:
    base: Base
    km: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """`country` is "" where no country of the map holds the point; a point in Iraq may fall between two provinces."""

    province: Province | None
    country: str
    bases: list[NearBase]


def propose(point: Point) -> Proposal:
    """What the working record proposes for a point (longitude, latitude; EPSG:4326)."""
    province = province_at(point)
    return Proposal(province, IRAQ if province else country_at(point), nearest_bases(point))


def province_at(point: Point) -> Province | None:
    """The province that holds the point; the smaller where drawn lines overlap, as around Halabja."""
    holding = Province.objects.filter(boundary__covers=point)
    return holding.annotate(area=Area("boundary")).order_by("area").defer("boundary").first()


def nearest_bases(point: Point, limit: int = NEAREST) -> list[NearBase]:
    """The bases within 60 km, nearest first."""
    near = Base.objects.filter(location__dwithin=(point, NEAR_M / 90_000)).annotate(away=Distance("location", point))
    return [NearBase(base, base.away.km) for base in near.order_by("away", "pk")[:limit] if base.away.m <= NEAR_M]


def country_at(point: Point) -> str:
    """ISO 3166-1 code by the neighbours of the offline base map, "" outside them."""
    return next((code for code, shape in _neighbours() if shape.covers(point)), "")


@lru_cache(maxsize=1)
def _neighbours() -> list[tuple[str, GEOSGeometry]]:
    path = Path(__file__).parent / "data" / "map" / "neighbours.geojson"
    features = json.loads(path.read_text("utf-8"))["features"]
    return [
        (feature["properties"]["code"], GEOSGeometry(json.dumps(feature["geometry"]), srid=4326))
        for feature in features
    ]
