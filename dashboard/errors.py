"""Pages that say what went wrong: a parameter that makes no sense, nothing at an address, a fault, a database away."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from attacks.explorer.filters import FilterError
from dashboard.parameters import BadParameter
from dashboard.site import page_url

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = "10"
# The driver's own as well: COPY, by which the explorer reads, goes past Django.
AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
SHOWN_CHARACTERS = 200


class ErrorPagesMiddleware:
    """Turns what views raise into an answer: 400 for bad parameters, 503 while the database is away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # PostgreSQL refuses this sign in text, whoever passes it on.
        for name, values in request.GET.lists():
            if "\x00" in name + "".join(values):
                return bad_request(request, BadParameter(name, values[-1], _("text without null characters")))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, BadParameter | FilterError):
            return bad_request(request, exception)
        if isinstance(exception, AWAY):
            return unavailable(request, exception)
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, naming each parameter with the value given and what is allowed; without names when none is to blame."""
    return _page(request, "400.html", 400, {"parameters": list(_blamed(request, exception))})


def _blamed(request: HttpRequest, exception: Exception) -> Iterator[dict[str, Any]]:
    """The parameters that an exception names: `name`, the values `given`, what is `allowed`."""
    if isinstance(exception, BadParameter):
        yield {"name": _shown(exception.name), "given": [_shown(exception.value)], "allowed": exception.allowed}
    elif isinstance(exception, FilterError):
        for name, message in exception.errors.items():
            given = [_shown(value) for value in request.GET.getlist(name)]
            yield {"name": _shown(name), "given": given, "allowed": message}


def _shown(text: str) -> str:
    text = text.replace("\x00", "�")
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token."""
    return _page(request, "403.html", 403, {"is_stale_form": True})


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404)


def unavailable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """503 with Retry-After; asks nothing of the database."""
    logger.error("the database does not answer (%s)", type(exception).__name__)
    response = _page(request, "503.html", 503, {"is_writing": request.method not in SAFE_METHODS})
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def fault(request: HttpRequest) -> HttpResponse:
    """500 with the id under which the log has more; asks nothing of the database."""
    return _page(request, "500.html", 500)


def _page(request: HttpRequest, template: str, status: int, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """The page of an error, never stored; a page of its own that fails must not hide the error."""
    values = {
        "explore_url": page_url("explore") or "/",
        "request_id": getattr(request, "request_id", ""),
        **(context or {}),
    }
    try:
        response = render(request, template, values, status=status)
    except AWAY as error:
        return unavailable(request, error)
    except Exception:
        logger.exception("the page of an error failed", extra={"fields": {"template": template}})
        response = HttpResponse(f"{status} {values['request_id']}", status=status, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response
