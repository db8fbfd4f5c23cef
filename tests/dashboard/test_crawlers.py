"""What search engines are told."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from attacks.ledger.publish import retract
from tests import factories as make

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(client: Client, path: str) -> list[str]:
    root = ElementTree.fromstring(client.get(path).content)
    return [node.text or "" for node in root.findall(".//s:loc", NAMES)]


def test_the_sitemap_names_published_records_in_both_languages(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://record.example"
    shown, gone, draft = make.IncidentFactory.create_batch(3)
    make.published(shown, gone)
    retract(record=gone, editor=make.UserFactory(), note="Not so.")
    found = locations(client, "/sitemap-incident.xml")
    assert found == [
        f"https://record.example/incidents/{shown.public_id}/",
        f"https://record.example/ar/incidents/{shown.public_id}/",
    ]
    assert draft.public_id not in "".join(found)


def test_the_index_names_every_part(client: Client) -> None:
    parts = locations(client, "/sitemap.xml")
    assert len(parts) == 7
    assert all(client.get(f"/sitemap-{part.rpartition('-')[2]}").status_code == 200 for part in parts)


def test_robots_are_kept_from_the_admin_and_told_of_the_sitemap(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://record.example"
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: https://record.example/sitemap.xml" in text
