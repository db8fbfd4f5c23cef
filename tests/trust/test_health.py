"""/healthz and /readyz: what they say, and how the site goes on after its database was away."""

from __future__ import annotations

import sys
import tempfile
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from attacks.ledger.history import watermark
from attacks.models import TaskOutcome
from tests.factories import IncidentFactory, published
from tests.serving import free_port

from .conftest import RedisServer, eventually, running
from .relay import Relay


def test_healthz_asks_nothing_of_database_or_broker(client: Client, settings: Any) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    response = client.get("/healthz")  # the database is closed to this test
    assert response.json() == {"status": "alive"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_tells_every_part(client: Client, broker: RedisServer) -> None:
    published(IncidentFactory())
    now = timezone.now()
    TaskOutcome.objects.create(name="check_sources", is_ok=False, summary="draft-slug", started_at=now, finished_at=now)
    response = client.get("/readyz")
    told = response.json()
    assert response.status_code == 200
    assert told["status"] == "ready"
    assert all(told[part]["ok"] for part in ("database", "broker", "migrations", "ledger"))
    assert told["ledger"]["revision"] == watermark()
    assert told["tasks"]["ok"] is False
    assert told["tasks"]["last"]["check_sources"]["ok"] is False
    assert "revision" in told["explorer"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_names_no_source_address_or_secret(client: Client, broker: RedisServer, settings: Any) -> None:
    now = timezone.now()
    TaskOutcome.objects.create(name="check_sources", is_ok=False, summary="draft-slug", started_at=now, finished_at=now)
    body = client.get("/readyz").content.decode()
    for secret in ("draft-slug", settings.SECRET_KEY, settings.REDIS_URL, connection.settings_dict["USER"]):
        assert secret not in body


@pytest.mark.django_db
def test_readyz_is_503_while_redis_is_down(client: Client, broker: RedisServer) -> None:
    broker.stop()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response["Retry-After"]
    assert response.json()["broker"] == {"ok": False, "problem": "cannot be read"}


@pytest.mark.django_db
def test_readyz_is_503_while_a_migration_waits(client: Client, broker: RedisServer) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["migrations"]["waiting"] >= 1


@pytest.mark.django_db
def test_readyz_is_503_when_the_newest_version_is_not_projected(client: Client, broker: RedisServer) -> None:
    (revision,) = published(IncidentFactory())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM attacks_publishedincident WHERE from_rev_id = %s", [revision.id])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["ledger"]["ok"] is False


def fetched(url: str) -> HTTPResponse | HTTPError | None:
    """The answer whatever its status; None while nothing answers."""
    try:
        return urlopen(url, timeout=20)
    except HTTPError as error:
        return error
    except (URLError, ConnectionError):
        return None


def status(url: str) -> int | None:
    return answer.status if (answer := fetched(url)) else None


def test_a_web_process_survives_a_database_that_goes_and_comes_back(
    environment: dict[str, str], tmp_path: Path
) -> None:
    own = connection.settings_dict
    if not own["HOST"].startswith("/"):
        pytest.skip("the relay stands before a Unix socket")
    socket_name = f".s.PGSQL.{own['PORT'] or 5432}"
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="iar-") as directory:
        relay = Relay(behind=Path(own["HOST"]) / socket_name, before=Path(directory) / socket_name)
        relay.join()
        more = {
            "DJANGO_SETTINGS_MODULE": "config.settings.served",
            "DATABASE_URL": f"postgis://{own['USER']}@{quote(directory, safe='')}/{own['NAME']}",
            "PORT": str(port),
            "WEB_PROCESSES": "1",
        }
        web = [sys.executable, "-m", "gunicorn", "config.wsgi", "-c", "config/gunicorn.py"]
        with running(web, environment=environment | more, log=tmp_path / "web.log"):
            try:
                eventually(lambda: status(f"{site}/readyz") == 200, what="the site is ready")
                relay.cut()
                assert status(f"{site}/healthz") == 200
                answer = fetched(f"{site}/readyz")
                assert answer is not None
                assert answer.status == 503
                assert answer.headers["Retry-After"]
                page = fetched(f"{site}/")
                assert page is not None
                assert page.status == 503
                assert page.headers["Retry-After"]
                assert page.headers["X-Request-ID"] in page.read().decode()
                relay.join()
                eventually(lambda: status(f"{site}/readyz") == 200, what="the site is ready again")
            finally:
                relay.cut()
