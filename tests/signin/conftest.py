"""Members of staff with passwords, a clock that tests move, and attempts that nobody has counted yet."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from attacks import roles
from attacks.choices import StaffRole

PASSWORD = "nine-lanterns-over-hit"
SIGN_IN, SECOND_STEP, ADMIN = "/account/login/", "/account/second-step/authenticate/", "/admin/"


@dataclass
class Clock:
    """The time by which codes and limits go."""

    now: float = 1_700_000_000

    def time(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def uncounted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in (totp, ratelimit):
        monkeypatch.setattr(
            module, "time", SimpleNamespace(time=clock.time, monotonic=time.monotonic, sleep=time.sleep)
        )
    return clock


@pytest.fixture
def analyst(db: None) -> User:
    return make_staff("nadia", StaffRole.ANALYST)


def make_staff(name: str, role: StaffRole) -> User:
    user = User.objects.create_user(name, password=PASSWORD)
    roles.assign(user, role)
    return user


def give_second_factor(user: User) -> str:
    """Sets up an authenticator and recovery codes; returns the key."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_now(secret: str) -> str:
    """What an authenticator with this key shows."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def recovery_codes(user: User) -> list[str]:
    return RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes")).get_unused_codes()


def sign_in(client: Client, name: str = "nadia", password: str = PASSWORD, **extra: str) -> HttpResponse:
    address = extra.pop("REMOTE_ADDR", "203.0.113.5")
    following = extra.pop("next", None)
    data = {"login": name, "password": password} | ({"next": following} if following else {})
    return client.post(SIGN_IN, data, REMOTE_ADDR=address, **extra)  # type: ignore[arg-type,return-value]


def is_signed_in(client: Client) -> bool:
    return client.get(ADMIN).status_code == 200
