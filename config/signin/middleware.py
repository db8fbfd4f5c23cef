"""What holds for every page of staff: never stored, sessions that end, the second factor first."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from redis import RedisError

from dashboard.site import page_url

from . import sessions

STAFF_PAGES = re.compile(r"^/(ar/)?(admin|account)(/|$)")
ADMIN_PAGES = re.compile(r"^/(ar/)?admin/")
RETRY_AFTER_SECONDS = "30"


class StaffPagesMiddleware:
    """Leaves public pages alone, which look at no session and may be kept by every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if STAFF_PAGES.match(request.path_info):
            response["Cache-Control"] = "no-store, private"
            # A page address may name what is not public.
            response["Referrer-Policy"] = "same-origin"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if not STAFF_PAGES.match(request.path_info) or not request.user.is_authenticated:
            return None
        if sessions.is_over(request):
            logout(request)
            return None
        sessions.note_use(request)
        if ADMIN_PAGES.match(request.path_info) and lacks_second_factor(request):
            messages.info(request, _("Set up a second step before you go on: this site asks it of all staff."))
            return redirect("mfa_activate_totp")
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 while Redis is away: attempts that nobody counts are not allowed. Who is signed in works on."""
        if not isinstance(exception, RedisError) or ADMIN_PAGES.match(request.path_info):
            return None
        context = {"explore_url": page_url("explore")}
        response = render(request, "account/unavailable.html", context, status=503)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        return response


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether the site asks a second factor of this member of staff, who has none yet."""
    return settings.REQUIRE_TOTP and not is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
