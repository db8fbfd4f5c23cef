"""Some published incidents, and a reader of the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from attacks.models import Incident
from tests import factories as make

API = "/api/v1/"


class Reader:
    """Asks the API; answers are parsed or raw."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(address if address.startswith("/") else API + address, headers=headers or None)

    def json(self, address: str) -> Any:
        response = self.get(address)
        assert response.status_code == 200, response.content
        return response.json()

    def text(self, address: str) -> str:
        response = self.get(address)
        assert response.status_code == 200
        return b"".join(response).decode() if response.streaming else response.content.decode()


@pytest.fixture
def api(client: Client, settings: Any) -> Reader:
    settings.SITE_URL = ""
    return Reader(client)


@pytest.fixture
def incidents(db: None) -> list[Incident]:
    """Seven public incidents at a public place, each claimed by one group."""
    province = make.ProvinceFactory()
    actor = make.ActorFactory(slug="group")
    found = [make.IncidentFactory(province=province, placed=True) for _ in range(7)]
    for incident in found:
        make.AttributionFactory(incident=incident, actor=actor)
    make.published(province, actor, *found)
    return found
