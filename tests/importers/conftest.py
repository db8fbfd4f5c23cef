"""A record of one or two entries per file, written to a folder; tests change it and load it."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

Content = dict[str, list[dict[str, Any]]]

_INCIDENT: dict[str, Any] = {
    "key": "2021-03-15-balad",
    "public_id": "IQ-0002",
    "role": "attack",
    "kind": "rocket",
    "title": "Seven rockets at Balad",
    "title_ar": "سبعة صواريخ على بلد",
    "summary": "Seven rockets were fired.",
    "occurred_from": "2021-03-15",
    "occurred_to": "2021-03-15",
    "date_precision": "day",
    "time_from": "19:20",
    "time_to": "19:40",
    "base": "balad",
    "place_name": "Balad Air Base",
    "province": "IQ-SD",
    "country": "IQ",
    "latitude": 33.94,
    "longitude": 44.36,
    "location_precision": "site",
    "launch": {
        "place": "Saadiyat al-Shat",
        "province": "IQ-DI",
        "latitude": None,
        "longitude": None,
        "precision": "town",
    },
    "target_kind": "base",
    "us_nexus": "indirect",
    "evidence": "corroborated",
    "evidence_note": "2 independent origins.",
    "munitions": [{"weapon": "rocket", "fired_low": 2, "fired_high": 7, "hit_low": 2, "hit_high": 2}],
    "casualties": [{"group": "all", "killed_low": 0, "killed_high": 0, "is_indirect": False}],
    "attributions": [
        {
            "actor": "front",
            "basis": "claimed",
            "confidence": "moderate",
            "made_by": "front",
            "made_on": "2021-03-16",
            "source": "wire-2021-03-16",
            "statement": "front-claim",
        },
        {"actor": "group", "basis": "suspected", "confidence": "low", "made_by": "outlet:wire"},
    ],
    "links": [{"kind": "possible_retaliation_for", "to": "2021-02-26-strike"}],
    "accounts": [
        {
            "source": "wire-2021-03-16",
            "said_by": "officials",
            "values": {"munitions.fired": 7, "munitions.fell_wide": "3+"},
        }
    ],
    "sources": ["wire-2021-03-16", "paper-2021-03"],
    "confidence": "medium",
}
_STRIKE: dict[str, Any] = {
    "key": "2021-02-26-strike",
    "public_id": "IQ-0001",
    "role": "response",
    "kind": "air_strike",
    "title": "A strike across the border",
    "summary": "Aircraft struck a compound.",
    "occurred_from": "2021-02-25",
    "occurred_to": "2021-02-26",
    "date_extent": "spans",
    "date_precision": "day",
    "place_name": "Near Abu Kamal",
    "country": "SY",
    "latitude": 34.45,
    "longitude": 40.92,
    "location_precision": "town",
    "coordinates_approximate": True,
    "target_kind": "militia_site",
    "us_nexus": "direct",
    "evidence": "single_source",
    "evidence_note": "1 independent origin.",
    "sources": ["paper-2021-03"],
    "confidence": "high",
}
_CONTENT: Content = {
    "outlets": [
        {"slug": "wire", "name": "A wire", "kind": "news_agency", "languages": ["en"], "reliability": "A"},
        {
            "slug": "paper",
            "name": "A paper",
            "kind": "newspaper",
            "country": "IQ",
            "languages": ["ar"],
            "partisan_for": "group",
        },
    ],
    "sources": [
        {
            "slug": "wire-2021-03-16",
            "outlet": "wire",
            "url": "https://wire.example/1",
            "published_on": "2021-03-16",
            "published_precision": "day",
            "language": "en",
        },
        {
            "slug": "paper-2021-03",
            "outlet": "paper",
            "title": "A title",
            "url": "https://paper.example/2",
            "published_on": "2021-03",
            "published_precision": "month",
            "language": "ar",
            "origin": "wire",
        },
    ],
    "bases": [
        {
            "slug": "balad",
            "name": "Balad Air Base",
            "aliases": ["Yankee"],
            "kind": "air_base",
            "province": "IQ-SD",
            "country": "IQ",
            "latitude": 33.94,
            "longitude": 44.36,
            "location_precision": "site",
            "presence": [{"force": "us_contractor", "since": "2015", "until": "2021-05", "precision": "month"}],
        }
    ],
    "actors": [
        {"slug": "group", "name": "A group", "kind": "militia", "country": "IQ"},
        {
            "slug": "front",
            "name": "A front",
            "kind": "facade",
            "affiliations": [
                {"parent": "group", "kind": "front_for", "confidence": "low", "sources": ["wire-2021-03-16"]}
            ],
        },
    ],
    "incidents": [_STRIKE, _INCIDENT],
    "statements": [
        {
            "key": "front-claim",
            "public_id": "ST-0001",
            "speaker": "front",
            "spokesperson": {"name": None, "role": "spokesman"},
            "kind": "claim",
            "issued_on": "2021-03-16",
            "issued_precision": "day",
            "channel": "telegram",
            "paraphrase": "Claims the rockets.",
            "incidents": ["2021-03-15-balad"],
            "sources": ["wire-2021-03-16"],
            "confidence": "high",
        }
    ],
    "tallies": [
        {
            "key": "wire-2021",
            "issuer": "outlet:wire",
            "scope": "Attacks in Iraq",
            "from": "2021-01",
            "to": "2021-03",
            "total": 12,
            "total_is": "at_least",
            "unit": "attacks",
            "breakdown": {"IQ": 12},
            "also": ["paper-2021-03"],
            "source": "wire-2021-03-16",
        }
    ],
    "coverage": [{"from": "2021-01-01", "scope": "bases and missions", "grade": "sample"}],
}


class Folder:
    """The small record as it stands on disk; `content` is changed in place, then written again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content = deepcopy(_CONTENT)
        self.write()

    def write(self) -> Path:
        (self.path / "incidents").mkdir(parents=True, exist_ok=True)
        for name, entries in self.content.items():
            file = "incidents/2021.yaml" if name == "incidents" else f"{name}.yaml"
            (self.path / file).write_text(
                yaml.safe_dump(entries, allow_unicode=True, sort_keys=False), encoding="utf-8"
            )
        return self.path

    def entry(self, file: str, name: str) -> dict[str, Any]:
        """The entry of this slug or key."""
        return next(item for item in self.content[file] if name in (item.get("slug"), item.get("key")))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "record")
