"""How long a session lasts, and which sessions end together."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
# A session in use is written no oftener than this.
SECONDS_BETWEEN_WRITES = 60


def age(request: HttpRequest) -> float:
    """Seconds since its user signed in."""
    begun: int = request.session.get(SIGNED_IN_AT, 0)
    return time.time() - begun


def is_over(request: HttpRequest) -> bool:
    """Whether the session has lasted as long as any may, however busy it was; idle ones end by their own age."""
    return age(request) > settings.SESSION_SECONDS


def note_use(request: HttpRequest) -> None:
    """Puts off the end of an idle session, and keeps the list of sessions true."""
    now = int(time.time())
    if now - request.session.get(SEEN_AT, 0) >= SECONDS_BETWEEN_WRITES:
        request.session[SEEN_AT] = now
        UserSession.objects.create_from_request(request)


def end_sessions(user: User, *, besides: str | None = None) -> int:
    """Signs a user out everywhere, the session of that key excepted, and returns how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=besides))
    for session in sessions:
        session.end()
    return len(sessions)


@receiver(user_logged_in)
def begin(*, request: HttpRequest, **_: Any) -> None:
    request.session[SIGNED_IN_AT] = int(time.time())


@receiver(authenticator_added)
def end_sessions_without_second_factor(*, request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    """Sessions that began with a password alone end when a second factor is set up."""
    if authenticator.type == Authenticator.Type.TOTP:
        end_sessions(user, besides=request.session.session_key)
