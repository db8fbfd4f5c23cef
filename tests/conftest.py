"""What every test shares: a flush that the append-only tables allow, no network, one browser."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import hypothesis
import pytest
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation

from attacks.models import LedgerHead
from tests.chromium import axe_source, browser

__all__ = ["axe_source", "browser"]

# Examples are few enough for every run, the same in each, and never judged by the clock.
hypothesis.settings.register_profile(
    "suite", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")


def _flush(self: TransactionTestCase, original: Any = TransactionTestCase._fixture_teardown) -> None:
    """Empties the database after a test with real transactions, past the triggers that refuse it."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    original(self)
    with connections["default"].cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
    LedgerHead.objects.get_or_create(id=1)


TransactionTestCase._fixture_teardown = _flush  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def language() -> None:
    """Every test begins in English: a request leaves its language to whatever the thread does next."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests reach this machine and nothing else."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0]
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise OSError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
