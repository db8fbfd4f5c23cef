"""GeoJSON (RFC 7946): a FeatureCollection, [longitude, latitude], null geometry where no place is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from .columns import COLUMNS, Row

FLUSH_CHARACTERS = 64 * 1024


def feature(row: Row) -> dict[str, Any]:
    """One incident; its precision and the radius that it implies stand in the properties."""
    values = {column.name: column.read(row) for column in COLUMNS}
    longitude, latitude = values.pop("longitude"), values.pop("latitude")
    return {
        "type": "Feature",
        "id": row["public_id"],
        "geometry": None if longitude is None else {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {
            name: value.isoformat() if isinstance(value, date) else None if value == "" else value
            for name, value in values.items()
        },
    }


def geojson_bytes(rows: Iterable[Row], members: Mapping[str, Any]) -> Iterator[bytes]:
    """The collection with foreign `members` (watermark, licence, filter) before its features, some at a time."""
    head = json.dumps({"type": "FeatureCollection", **members}, ensure_ascii=False)
    parts, size, comma = [head[:-1] + ', "features": ['], 0, "\n"
    for row in rows:
        part = comma + json.dumps(feature(row), ensure_ascii=False)
        comma = ",\n"
        parts.append(part)
        size += len(part)
        if size >= FLUSH_CHARACTERS:
            yield "".join(parts).encode()
            parts, size = [], 0
    yield ("".join(parts) + "\n]}\n").encode()
