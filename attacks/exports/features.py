"""GeoJSON (RFC 7946): a FeatureCollection, [longitude, latitude], null geometry where no place is known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .columns import Table
from .rows import chunked

# They stand in the geometry.
AXES = ("longitude", "latitude")


def geojson_bytes(table: Table, ids: Sequence[int], members: Mapping[str, Any], *, site_url: str) -> Iterator[bytes]:
    """The collection with foreign `members` (watermark, licence, filter) before its features, some at a time."""
    head = json.dumps({"type": "FeatureCollection", **members}, ensure_ascii=False)
    yield (head[:-1] + ', "features": [\n').encode()
    comma = ""
    for chunk in chunked(table, _feature(table), ids, site=site_url):
        yield (comma + ",\n".join(chunk)).encode()
        comma = ",\n"
    yield b"\n]}\n"


def _feature(table: Table) -> str:
    """SQL of a feature; its precision and the radius that it implies stand in the properties."""
    values = ", ".join(f'{column.member} AS "{column.name}"' for column in table.columns if column.name not in AXES)
    first = table.columns[0].value
    properties = f"(SELECT row_to_json(properties) FROM (SELECT {values}) properties)"  # noqa: S608 - all ours
    return (
        f"json_build_object('type', 'Feature', 'id', {first}, 'geometry', ST_AsGeoJSON({table.geometry}, 6, 0)::json,"
        f" 'properties', {properties})::text"
    )
