"""Sessions: what the cookies say, when they end, who sees and ends them, and that no cache keeps their pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from config.signin import sessions
from tests.trust.test_production import ROOT, SAFE

from .conftest import ADMIN, SIGN_IN, is_signed_in, sign_in

pytestmark = pytest.mark.django_db
LIST = "/account/sessions/"


def shift(client: Client, **seconds: int) -> None:
    """Moves moments that a session remembers into the past."""
    session = client.session
    for name, ago in seconds.items():
        session[name] -= ago
    session.save()


def test_signing_in_changes_the_key_of_the_session(client: Client, analyst: User) -> None:
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.cookies[configured.SESSION_COOKIE_NAME] = before
    sign_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: Client, analyst: User) -> None:
    client.get(SIGN_IN)
    cookie = sign_in(client).cookies[configured.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert cookie["max-age"] == ""  # ends with the browser


def test_cookies_of_production_travel_encrypted_and_bear_a_guarded_name() -> None:
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_DOMAIN"]
    names += ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE"]
    names += ["SESSION_ENGINE", "REQUIRE_TOTP"]
    code = f"import json; from django.conf import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=SAFE, capture_output=True, text=True, check=True)
    expected = [True, True, True, None, "__Host-session", "__Host-csrf", "Lax", "Lax"]
    assert json.loads(done.stdout) == [*expected, "django.contrib.sessions.backends.db", True]


def test_a_session_ends_after_its_time_however_busy(client: Client, analyst: User) -> None:
    sign_in(client)
    shift(client, signed_in_at=configured.SESSION_SECONDS - 5)
    assert is_signed_in(client)
    shift(client, signed_in_at=10)
    key = client.session.session_key
    assert not is_signed_in(client)
    assert not Session.objects.filter(session_key=key).exists()


def test_use_puts_off_the_end_of_an_idle_session(client: Client, analyst: User) -> None:
    sign_in(client)
    is_signed_in(client)
    key = client.session.session_key
    shift(client, seen_at=sessions.SECONDS_BETWEEN_WRITES + 1)
    Session.objects.filter(session_key=key).update(expire_date="2100-01-01T00:00Z")
    is_signed_in(client)
    assert Session.objects.get(session_key=key).expire_date.year < 2100
    Session.objects.filter(session_key=key).update(expire_date="2020-01-01T00:00Z")
    assert not is_signed_in(client)


def test_a_restart_of_redis_signs_nobody_out(client: Client, analyst: User) -> None:
    sign_in(client)
    cache.clear()
    assert is_signed_in(client)


def test_sessions_are_listed_and_the_others_ended(analyst: User) -> None:
    here, there = Client(headers={"user-agent": "Here/1"}), Client(headers={"user-agent": "There/2"})
    sign_in(here)
    sign_in(there, REMOTE_ADDR="198.51.100.7")
    page = here.get(LIST).content.decode()
    assert all(part in page for part in ("Here/1", "There/2", "198.51.100.7", "This session"))
    assert here.post(LIST).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert "There/2" not in here.get(LIST).content.decode()


def test_nobody_sees_or_ends_the_sessions_of_others(client: Client, analyst: User) -> None:
    from attacks.choices import StaffRole

    from .conftest import make_staff

    make_staff("omar", StaffRole.ADMIN)
    other = Client(headers={"user-agent": "Omar/3"})
    sign_in(other, name="omar")
    sign_in(client)
    assert "Omar/3" not in client.get(LIST).content.decode()
    client.post(LIST)
    assert is_signed_in(other)
    assert UserSession.objects.filter(user__username="omar").exists()


def test_signing_out_takes_a_post(client: Client, analyst: User) -> None:
    sign_in(client)
    assert client.get("/account/logout/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/account/logout/")["Location"] == SIGN_IN
    assert not is_signed_in(client)


@pytest.mark.parametrize("page", [ADMIN, "/account/second-step/", LIST, "/account/password/change/", "/admin/nowhere/"])
def test_no_cache_keeps_pages_of_staff(client: Client, analyst: User, page: str) -> None:
    sign_in(client)
    response = client.get(page)
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("page", ["/", "/ar/", "/method/", "/api/v1/incidents/"])
def test_public_pages_are_the_same_for_staff_and_set_no_cookie(client: Client, analyst: User, page: str) -> None:
    anonymous = Client().get(page)
    sign_in(client)
    signed_in = client.get(page)
    for response in (anonymous, signed_in):
        assert not response.cookies
        assert "cookie" not in response.headers.get("Vary", "").lower()
        assert "no-store" not in response.headers.get("Cache-Control", "")
    assert signed_in.headers.get("Cache-Control") == anonymous.headers.get("Cache-Control")
    assert signed_in.content == anonymous.content


@pytest.mark.parametrize("page", [SIGN_IN, "/ar/account/login/"])
def test_pages_of_accounts_obey_the_policy(client: Client, page: str) -> None:
    response = client.get(page)
    policy: Any = response["Content-Security-Policy"]
    assert "unsafe-" not in policy
    assert "nonce-" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"


def test_pages_of_accounts_speak_the_language_of_their_address(client: Client, analyst: User) -> None:
    assert '<html lang="ar" dir="rtl">' in client.get("/ar/account/login/").content.decode()
    response = client.post("/ar/account/login/", {"login": "nadia", "password": "wrong"})
    assert '<html lang="ar" dir="rtl">' in response.content.decode()
    assert "not correct" not in response.content.decode()


def test_where_e_mail_is_configured_a_password_can_be_reset() -> None:
    code = "import django; django.setup(); from django.urls import reverse; print(reverse('account_reset_password'))"
    environment = {**os.environ, "EMAIL_URL": "smtp://127.0.0.1:2525"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "/account/password/reset/"
