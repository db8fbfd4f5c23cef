"""A public deployment with unsafe settings does not start, and says why."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.db import connection

from config import checks

from .conftest import ROOT

SAFE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "Zk3vQ9xw-7Lr1mTnB5yHc8dPgJ2sFa4uE6iKoRtWqXzVbNCh0M",
    "ALLOWED_HOSTS": "record.example.org",
    "SITE_URL": "https://record.example.org",
    "DATABASE_URL": "postgis://somebody@%2Fnowhere/record",
    "DATABASE_APP_ROLE": "iar_app",
    "REDIS_URL": "unix:///nowhere/redis.sock",
    "PATH": os.environ["PATH"],
    "PORT": "0",
}
PROCESSES = {
    "web": ["gunicorn", "config.wsgi", "-c", "config/gunicorn.py"],
    "worker": ["celery", "-A", "config", "worker"],
    "beat": ["celery", "-A", "config", "beat"],
}


def started(process: str, **changes: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *PROCESSES[process]]
    return subprocess.run(
        command, cwd=ROOT, env=SAFE | changes, capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_starts_with_unsafe_settings(process: str) -> None:
    done = started(process, SECRET_KEY="", DEBUG="true", ALLOWED_HOSTS="*", SITE_URL="http://record.example.org")
    assert done.returncode not in (0, None)
    for identifier in ("attacks.E001", "attacks.E002", "attacks.E003", "attacks.E004"):
        assert identifier in done.stderr


def test_safe_settings_pass_the_system_checks() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=SAFE,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def safe(settings: Any) -> Any:
    """The settings of a safe deployment, to be spoilt one at a time."""
    settings.IS_PRODUCTION = True
    settings.DEBUG = False
    settings.SECRET_KEY = SAFE["SECRET_KEY"]
    settings.ALLOWED_HOSTS = ["record.example.org"]
    settings.SITE_URL = SAFE["SITE_URL"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.DATABASE_APP_ROLE = "iar_app"
    settings.REQUIRE_TOTP = True
    return settings


def found() -> list[str]:
    messages: list[CheckMessage] = checks.production_is_safe()
    return [str(message.id) for message in messages]


def test_safe_settings_are_not_complained_about(safe: Any) -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "identifier"),
    [
        ("SECRET_KEY", "short", "attacks.E001"),
        ("SECRET_KEY", "a" * 60, "attacks.E001"),
        ("SECRET_KEY", "insecure-" + SAFE["SECRET_KEY"], "attacks.E001"),
        ("DEBUG", True, "attacks.E002"),
        ("ALLOWED_HOSTS", [], "attacks.E003"),
        ("ALLOWED_HOSTS", ["record.example.org", "*"], "attacks.E003"),
        ("SITE_URL", "http://record.example.org", "attacks.E004"),
        ("SITE_URL", "https://", "attacks.E004"),
        ("SESSION_COOKIE_SECURE", False, "attacks.E005"),
        ("CSRF_COOKIE_SECURE", False, "attacks.E005"),
        ("TILE_URL", "http://tiles.example.org/{z}/{x}/{y}.png", "attacks.E006"),
        ("SECURE_SSL_REDIRECT", False, "attacks.E007"),
        ("SECURE_HSTS_SECONDS", 0, "attacks.E007"),
        ("TASK_REDELIVERY_SECONDS", 60, "attacks.E008"),
        ("CSRF_TRUSTED_ORIGINS", ["http://record.example.org"], "attacks.E009"),
        ("REQUIRE_TOTP", False, "attacks.E010"),
        ("DATABASE_APP_ROLE", "", "attacks.W001"),
    ],
)
def test_each_unsafe_setting_is_named(safe: Any, name: str, value: Any, identifier: str) -> None:
    setattr(safe, name, value)
    assert found() == [identifier]


def test_a_laptop_may_be_as_unsafe_as_it_likes(safe: Any) -> None:
    safe.IS_PRODUCTION = False
    safe.DEBUG, safe.ALLOWED_HOSTS = True, ["*"]
    assert found() == []


@pytest.mark.django_db
def test_a_superuser_of_the_database_is_warned_about(safe: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        is_superuser = cursor.fetchone() == (True,)
    messages = checks.role_is_limited(databases=["default"])
    assert [message.id for message in messages] == (["attacks.W002"] if is_superuser else [])
