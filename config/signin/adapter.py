"""Where this site differs from django-allauth's ways: no sign-up, whose address counts, what a lock-out is about."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest
from rest_framework.throttling import AnonRateThrottle

from . import sessions


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the API's throttle counts too, so that TRUSTED_PROXIES means one thing everywhere."""
        try:
            return str(ipaddress.ip_address(AnonRateThrottle().get_ident(request)))
        except ValueError:  # a proxy that passes on what clients write
            return str(request.META["REMOTE_ADDR"])

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has only just signed in is not asked to confirm it."""
        if sessions.age(context.request) < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures count per address and user: whoever guesses at a name elsewhere locks nobody out.

        allauth has no public hook for this key, and counts per user alone.
        """
        return f"{self.get_client_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"
