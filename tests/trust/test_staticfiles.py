"""What browsers keep for ever must change its name when it changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import brotli
from django.core.management import call_command
from whitenoise import WhiteNoise

from .conftest import ROOT

HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")
IMPORT = re.compile(r"""^(?:import|export)\b(?:[^"'();=]*\bfrom)?\s*["']([^"']+)["']""", re.MULTILINE)


def test_hashed_modules_import_hashed_modules(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [("js", ROOT / "static" / "js")]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "config.staticfiles.StaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    modules = [path for path in tmp_path.rglob("*.js") if HASHED.search(path.name)]
    imports = [target for path in modules for target in IMPORT.findall(path.read_text())]
    assert imports
    assert [target for target in imports if not HASHED.search(target)] == []


def test_what_pages_load_lies_ready_in_brotli_and_gzip(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [("css", ROOT / "static" / "css")]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "config.staticfiles.StaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    (path,) = tmp_path.glob("css/tokens.*.css")
    plain = path.read_bytes()
    packed = path.with_name(f"{path.name}.br").read_bytes()
    assert brotli.decompress(packed) == plain
    assert len(packed) < path.with_name(f"{path.name}.gz").stat().st_size < len(plain)
    serve = WhiteNoise(lambda _environ, _start: [], root=tmp_path, prefix="static/")
    found: dict[str, str] = {}

    def start(_status: str, headers: list[tuple[str, str]]) -> None:
        found.update(headers)

    environ = {"PATH_INFO": f"/static/css/{path.name}", "REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": "gzip, br"}
    assert b"".join(serve(environ, start)) == packed
    assert (found["Content-Encoding"], found["Vary"]) == ("br", "Accept-Encoding")
