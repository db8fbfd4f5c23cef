"""System checks that refuse to start a public deployment with unsafe settings.

They run with every management command that checks the system, and before web, worker and beat start.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

LEAST_KEY_LENGTH, LEAST_KEY_VARIETY = 50, 5
COOKIES = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")


@register(Tags.security)
def production_is_safe(**_: Any) -> list[CheckMessage]:
    """What is unsafe about the settings of a public deployment; nothing elsewhere."""
    return list(_unsafe_settings()) if settings.IS_PRODUCTION else []


def _unsafe_settings() -> Iterator[CheckMessage]:
    key = _secret_key()
    if len(key) < LEAST_KEY_LENGTH or len(set(key)) < LEAST_KEY_VARIETY or "insecure" in key:
        yield Error(
            f"SECRET_KEY is absent, a placeholder or easy to guess: {LEAST_KEY_LENGTH} random characters are needed.",
            hint="""python -c "import secrets; print(secrets.token_urlsafe(50))" makes one.""",
            id="attacks.E001",
        )
    if settings.DEBUG:
        yield Error("DEBUG is on: error pages would show the inside of the program.", id="attacks.E002")
    if not settings.ALLOWED_HOSTS or any(host.strip() in ("*", "") for host in settings.ALLOWED_HOSTS):
        yield Error(
            "ALLOWED_HOSTS must name the hosts of the site, without “*”.",
            hint="ALLOWED_HOSTS=record.example.org",
            id="attacks.E003",
        )
    if not _is_https(settings.SITE_URL):
        yield Error(f"SITE_URL must begin with https://; it is “{settings.SITE_URL}”.", id="attacks.E004")
    for name in COOKIES:
        if not getattr(settings, name):
            yield Error(f"{name} is off: the cookie would travel in clear.", id="attacks.E005")
    if settings.TILE_URL and not _is_https(settings.TILE_URL):
        yield Error("TILE_URL must begin with https://; browsers refuse other tiles.", id="attacks.E006")
    if not (settings.SECURE_SSL_REDIRECT and settings.SECURE_HSTS_SECONDS):
        yield Error("SECURE_SSL_REDIRECT and SECURE_HSTS_SECONDS must be on.", id="attacks.E007")
    if settings.TASK_REDELIVERY_SECONDS <= settings.TASK_SECONDS:
        yield Error(
            "TASK_REDELIVERY_SECONDS must exceed TASK_SECONDS, or running tasks are handed out twice.",
            id="attacks.E008",
        )
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if not _is_https(origin):
            yield Error(f"CSRF_TRUSTED_ORIGINS must begin with https://; “{origin}” does not.", id="attacks.E009")
    if not settings.REQUIRE_TOTP:
        yield Error("REQUIRE_TOTP is off: a stolen password would be enough to publish.", id="attacks.E010")
    if not settings.DATABASE_APP_ROLE:
        yield Warning(
            "DATABASE_APP_ROLE is empty: one role both owns the tables and serves the site.",
            hint="Serve the site as a limited role; set its name here where `migrate` runs as the owner.",
            id="attacks.W001",
        )


@register(Tags.database)
def role_is_limited(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A warning when the role of a public deployment could do anything to the database."""
    if not settings.IS_PRODUCTION:
        return []
    found: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone() == (True,):
                found.append(Warning("DATABASE_URL names a superuser of PostgreSQL.", id="attacks.W002"))
    return found


def refuse_unsafe_start() -> None:
    """Raises ImproperlyConfigured with every error found; for processes that don't run the system checks themselves."""
    errors = [message for message in production_is_safe() if message.is_serious()]
    if errors:
        raise ImproperlyConfigured("Not started, because the settings are unsafe:\n" + "\n".join(map(str, errors)))


def _secret_key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own words for an empty one
        return ""


def _is_https(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" and bool(parts.netloc)
