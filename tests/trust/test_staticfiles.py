"""What browsers keep for ever must change its name when it changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.core.management import call_command

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
