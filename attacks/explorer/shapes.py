"""Parameters that are shapes on the map: the part in view, a drawn area, a distance from a point. EPSG:4326.

    area=44.1,33.2 44.6,33.2 44.6,33.6     corners as lon,lat, parted by spaces; the last joins the first by itself
    near=44.36,33.94,25                    lon,lat and kilometres: within 25 km of there

Corners are kept to five decimals (about a metre). A ring that is closed already is taken as well; one that crosses
itself is refused. Sides run straight in degrees, as in GeoJSON. `attacks.explorer.areas` says which records lie inside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .parameters import Parameter, Refused, Words

_NUMBER = r"-?\d{1,3}(?:\.\d{1,12})?"
Point = tuple[float, float]


def _written(number: float) -> str:
    return f"{number:.5f}".rstrip("0").rstrip(".")


def _is_on_earth(lon: float, lat: float) -> bool:
    return -180 <= lon <= 180 and -90 <= lat <= 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Parameter):
    """west,south,east,north in degrees (EPSG:4326)."""

    default: tuple[float, float, float, float] | None = None

    def parse(self, values: list[str]) -> tuple[float, float, float, float]:
        value = self._single(values)
        if re.fullmatch(rf"{_NUMBER}(?:,{_NUMBER}){{3}}", value, re.ASCII):
            west, south, east, north = (round(float(part), 5) + 0.0 for part in value.split(","))
            if -180 <= west < east <= 180 and -90 <= south < north <= 90:
                return west, south, east, north
        raise Refused(
            _("“%(value)s” is no box: west,south,east,north in degrees is allowed, such as 38,29,49,38")
            % {"value": value[:60]}
        )

    def write(self, value: tuple[float, float, float, float]) -> list[str]:
        return [",".join(_written(part) for part in value)]

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "description": "west,south,east,north"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Parameter):
    """A polygon, as its corners in order."""

    default: tuple[Point, ...] | None = None
    most: int = 100

    def parse(self, values: list[str]) -> tuple[Point, ...]:
        value = self._single(values)
        if not re.fullmatch(rf"{_NUMBER},{_NUMBER}(?: +{_NUMBER},{_NUMBER})*", value, re.ASCII):
            raise Refused(
                _("“%(value)s” is no area: corners as lon,lat parted by spaces are allowed, such as %(example)s")
                % {"value": value[:60], "example": "44.1,33.2 44.6,33.2 44.6,33.6"}
            )
        corners = []
        for corner in value.split():
            lon, lat = (round(float(part), 5) + 0.0 for part in corner.split(","))
            if not _is_on_earth(lon, lat):
                raise Refused(
                    _("“%(value)s” is no place: a longitude from -180 to 180 and a latitude from -90 to 90 are allowed")
                    % {"value": corner}
                )
            corners.append((lon, lat))
        return self._checked(self.normalise(tuple(corners)))

    def _checked(self, corners: tuple[Point, ...]) -> tuple[Point, ...]:
        if not 3 <= len(corners) <= self.most:
            raise Refused(
                _("an area of %(count)s corners: from 3 to %(most)s are allowed")
                % {"count": len(corners), "most": self.most}
            )
        if polygon(corners).valid_reason != "Valid Geometry":  # unlike `valid`, this writes nothing to the log
            raise Refused(
                _("the area that begins at %(value)s touches or crosses itself: draw its corners in order around it")
                % {"value": self.write(corners)[0].split()[0]}
            )
        return corners

    def normalise(self, value: tuple[Point, ...]) -> tuple[Point, ...]:
        """Without corners that repeat the one before, and without the first at the end."""
        corners = [corner for place, corner in enumerate(value) if not place or corner != value[place - 1]]
        while len(corners) > 1 and corners[0] == corners[-1]:
            corners.pop()
        return tuple(corners)

    def write(self, value: tuple[Point, ...]) -> list[str]:
        return [" ".join(f"{_written(lon)},{_written(lat)}" for lon, lat in value)]

    def schema(self) -> dict[str, Any]:
        corner = rf"{_NUMBER},{_NUMBER}"
        return {"type": "string", "pattern": f"^{corner}(?: +{corner}){{2,{self.most}}}$"}

    def words(self, value: str, names: Words) -> str:
        count = len(value.split())
        return ngettext("drawn, %(count)s corner", "drawn, %(count)s corners", count) % {"count": count}


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(Parameter):
    """lon,lat,kilometres."""

    default: tuple[float, float, float] | None = None
    farthest: int = 1000

    def parse(self, values: list[str]) -> tuple[float, float, float]:
        value = self._single(values)
        if re.fullmatch(rf"{_NUMBER},{_NUMBER},\d{{1,4}}(?:\.\d{{1,12}})?", value, re.ASCII):
            lon, lat, km = (round(float(part), 5) + 0.0 for part in value.split(","))
            km = round(km, 3)
            if _is_on_earth(lon, lat) and 0 < km <= self.farthest:
                return lon, lat, km
        raise Refused(
            _("“%(value)s”: longitude, latitude and up to %(most)s kilometres are allowed, such as %(example)s")
            % {"value": value[:60], "most": self.farthest, "example": "44.36,33.94,25"}
        )

    def write(self, value: tuple[float, float, float]) -> list[str]:
        return [",".join(_written(part) for part in value)]

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "description": "longitude,latitude,kilometres"}

    def words(self, value: str, names: Words) -> str:
        lon, lat, km = value.split(",")
        return _("%(km)s km around %(lat)s, %(lon)s") % {"km": km, "lat": lat, "lon": lon}


def polygon(corners: tuple[Point, ...]) -> Polygon:
    """The area itself; its sides are straight in degrees."""
    return Polygon((*corners, corners[0]), srid=4326)
