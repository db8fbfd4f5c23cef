"""The offline base map as one file: neighbours, governorates, rivers, lakes, towns and label points."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

import attacks

_FOLDER = Path(attacks.__file__).parent / "data" / "map"
_LAYERS = ("neighbours", "governorates", "rivers", "lakes", "towns", "countries")


@lru_cache(maxsize=1)
def layers() -> dict[str, Any]:
    """The GeoJSON collections by name."""
    return {name: json.loads((_FOLDER / f"{name}.geojson").read_text("utf-8")) for name in _LAYERS}


@lru_cache(maxsize=1)
def _ground() -> tuple[bytes, str]:
    """(the file, a short digest of it); it changes with a release only."""
    body = json.dumps(layers(), ensure_ascii=False, separators=(",", ":")).encode()
    return body, hashlib.sha256(body).hexdigest()[:12]


def ground_version() -> str:
    return _ground()[1]


@require_safe
@gzip_page
@cache_control(public=True, max_age=31_536_000, immutable=True)
def ground(request: HttpRequest) -> HttpResponse:
    """GeoJSON collections by name, EPSG:4326, longitude before latitude; the address carries the version."""
    return HttpResponse(_ground()[0], content_type="application/json")
