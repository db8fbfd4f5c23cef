"""What happens to every request and response: an id, a line in the log, headers that narrow what a page may do."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from .logs import request_id

logger = logging.getLogger("config.requests")

Responder = Callable[[HttpRequest], HttpResponseBase]
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
# Asked every few seconds by machines.
QUIET_PATHS = ("/healthz", "/readyz")
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class RequestIdMiddleware:
    """Gives each request an id: the caller's X-Request-ID when it is well formed, a new one otherwise.

    It is in every line of the log, in the response's header and on the page that apologises for an error.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        identifier = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        request.request_id = identifier  # type: ignore[attr-defined]
        # Stays until the thread's next request: Django logs failures after the last middleware.
        request_id.set(identifier)
        started = time.monotonic()
        response = self.get_response(request)
        response["X-Request-ID"] = identifier
        fields = {
            "method": request.method,
            "path": request.path,  # without the query: what people search for is theirs
            "status": response.status_code,
            "milliseconds": round((time.monotonic() - started) * 1000, 1),
        }
        level = logging.DEBUG if request.path in QUIET_PATHS else logging.INFO
        logger.log(level, "request", extra={"fields": fields})
        return response


class PermissionsPolicyMiddleware:
    """Tells browsers that no page uses the camera, the microphone or the reader's position."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class StaffLanguageMiddleware:
    """Speaks the language that a member of staff chose; the admin's addresses carry none, as those of readers do."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith("/admin/"):
            translation.activate(translation.get_language_from_request(request))
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
